-- Apart from V29, as V14 is from V13. An output may be the file of another job, and is kept for it. Inline outputs have no entry.
create index output_content on output (content_id) where content_id is not null;
