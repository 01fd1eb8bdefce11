-- While a waiting job is held, run_at lies out of reach of any claim; held_run_at is when the job is due once it is let go.
alter table job add column suspended_at timestamp with time zone;
alter table job add column held_run_at timestamp with time zone;
-- Whether a file came with the job; null for jobs that were stored before. Their files were deleted when they ended.
alter table job_request add column has_file boolean;
