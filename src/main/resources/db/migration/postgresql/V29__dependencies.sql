-- Which jobs a job waits for. Rows stay when they are met, as long as the job does, so that it can be found by them.
create table job_after (
  child uuid not null,
  parent uuid not null,
  position integer not null,
  on_end varchar(9) not null,
  gives_file boolean not null,
  met_at timestamp with time zone,
  open_parent uuid generated always as (case when met_at is null then parent end) stored,
  primary key (child, parent)
);
create index job_after_open on job_after (open_parent) where open_parent is not null;
create index job_after_parent on job_after (parent, child);
-- The jobs that a waiting job still waits for, and the job because of which one has failed. Nullable and without a default,
-- as in V13: a job that waits for others is held (V20), so nodes of the version before do not claim it.
alter table job add column waits_for text;
alter table job add column error_job uuid;
