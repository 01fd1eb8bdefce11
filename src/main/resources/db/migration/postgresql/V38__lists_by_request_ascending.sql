-- The latest come last, and lists are read backwards. New entries go to the right end then, where PostgreSQL leaves the full
-- page as it is and begins another one; at the left end it moves half of the page each time, writes that half to its log, and
-- leaves pages that are half full for ever. New jobs wait until both are built.
create index job_request_by_time on job_request (caller, created_at, job_id);
create index job_request_by_time_of_all on job_request (created_at, job_id);
