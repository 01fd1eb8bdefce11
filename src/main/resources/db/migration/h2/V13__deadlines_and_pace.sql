-- No attempt of the job goes on, or begins, after its deadline.
alter table job add column deadline_at timestamp with time zone;
-- How fast the current run makes progress: since this run's start, not the job's.
alter table job add column progress_at timestamp with time zone;
alter table job add column progress_per_second double precision;
alter table job add column progress_gap_ms bigint;
-- The durations of an operation's latest successful runs.
alter table operation_run add column recent_ms varchar(1024);
-- H2 has no partial indexes: what has ended is null here, so a sweep never walks over it. A column of its own rather than
-- the status in the index: an update leaves alone the indexes that it changes nothing of.
alter table job add column deadline_open timestamp with time zone
  generated always as (case when finished_at is null then deadline_at end);
create index job_deadline on job (deadline_open);
