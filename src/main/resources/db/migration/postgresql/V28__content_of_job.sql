-- Apart from V27, whose locks would else be held while this reads the table. What is kept has no entry.
create index content_job on content (job_id) where state = 'STAGED' and job_id is not null;
