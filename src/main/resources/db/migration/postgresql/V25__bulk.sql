-- Whose rights a job has that acts on other jobs: the groups that its caller was in. Null for all other jobs.
alter table job add column caller_groups text;

-- The jobs that a bulk job acts on, in their order, and what became of each. Each run that selects makes a selection of
-- its own; the job's checkpoint tells which one counts.
create table bulk_selection (
  id uuid not null primary key,
  job_id uuid not null
);
create table bulk_target (
  selection_id uuid not null references bulk_selection (id) on delete cascade,
  seq integer not null,
  job_id uuid not null,
  done boolean not null,
  made uuid,
  error_code varchar(64),
  error_detail varchar(1024),
  primary key (selection_id, seq)
);
