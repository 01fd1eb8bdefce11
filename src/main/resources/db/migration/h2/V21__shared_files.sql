-- Jobs that run again share the file of the first one.
create index job_file_content on job_file (content_id);
