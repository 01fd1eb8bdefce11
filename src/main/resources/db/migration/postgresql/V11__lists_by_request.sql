-- New jobs wait until both are built.
create index job_request_newest on job_request (caller, created_at desc, job_id desc);
create index job_request_newest_of_all on job_request (created_at desc, job_id desc);
