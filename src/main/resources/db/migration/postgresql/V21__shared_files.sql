-- Jobs that run again share the file of the first one. Apart from V20, as V14 is from V13; the table is small.
create index job_file_content on job_file (content_id);
