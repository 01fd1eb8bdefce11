-- While a waiting job is held, run_at lies out of reach of any claim, also of nodes of the version before; held_run_at is when
-- the job is due once it is let go. Nullable and without a default, as in V13.
alter table job add column suspended_at timestamp with time zone;
alter table job add column held_run_at timestamp with time zone;
-- Whether a file came with the job; null for jobs that a node of the version before has stored. Their files are deleted when
-- they end, so that afterwards nothing tells whether there was one.
alter table job_request add column has_file boolean;
