-- One time says what is to be purged next, of the output or of the record: one index instead of two.
alter table job add column purge_at timestamp with time zone;
update job set purge_at = case when purged then gone_at else expires_at end;
drop index job_expiring;
drop index job_gone;
alter table job drop column purged;
create index job_purge on job (purge_at) where purge_at is not null;

-- How long operations take is remembered rather than counted from jobs that have ended.
drop index job_finished;
create table operation_run (
  operation varchar(64) not null primary key,
  mean_ms double precision not null
);

-- These rows are written in the transaction that writes or ends their job, and deleted with it:
-- a check of each would cost about as much as the row.
alter table job_request drop constraint job_request_job_id_fkey;
alter table output drop constraint output_job_id_fkey;
