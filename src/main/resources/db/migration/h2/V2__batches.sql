-- One time says what is to be purged next, of the output or of the record: one index instead of two.
alter table job add column purge_at timestamp(6) with time zone;
update job set purge_at = case when purged then gone_at else expires_at end;
drop index job_expiring;
drop index job_gone;
alter table job drop column purged;
create index job_purge on job (purge_at);

-- How long operations take is remembered rather than counted from jobs that have ended.
drop index job_finished;
create table operation_run (
  operation varchar(64) not null primary key,
  mean_ms double precision not null
);
