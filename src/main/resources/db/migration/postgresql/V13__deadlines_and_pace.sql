-- Nullable and without a default: no row is rewritten, and nodes of the version before leave them alone.
-- No attempt of the job goes on, or begins, after its deadline.
alter table job add column deadline_at timestamp with time zone;
-- How fast the current run makes progress: since this run's start, not the job's.
alter table job add column progress_at timestamp with time zone;
alter table job add column progress_per_second double precision;
alter table job add column progress_gap_ms bigint;
-- The durations of an operation's latest successful runs; the mean stays for nodes of the version before.
alter table operation_run add column recent_ms varchar(1024);
