create table schedule (
  -- What the ids of its jobs follow from: made anew with each schedule, so one that is made again under an old name makes new jobs.
  id uuid not null primary key,
  caller varchar(255) not null,
  name varchar(64) not null,
  version bigint not null,
  cron varchar(255) not null,
  zone varchar(64) not null,
  -- The request for each job, without the secrets of its callback.
  request text not null,
  secret varchar(128),
  secrets varchar(512),
  base varchar(2048) not null,
  -- The names of the groups that the caller was in, a line each: with their rights it fires.
  caller_groups text not null,
  overlap varchar(6) not null,
  catch_up varchar(4) not null,
  paused boolean not null,
  created_at timestamp with time zone not null,
  changed_at timestamp with time zone not null,
  -- The first instant that nothing is decided about yet; null while paused.
  next_at timestamp with time zone,
  -- When a node has to look at it: at next_at, later while a node fires it or it was refused.
  look_at timestamp with time zone,
  fired_at timestamp with time zone,
  fired_job uuid,
  passed_over_at timestamp with time zone,
  -- The instant whose job was refused, and why.
  refused_at timestamp with time zone,
  refused_code varchar(64),
  refused_detail text,
  unique (caller, name)
);
create index schedule_look on schedule (look_at) where look_at is not null;
-- The unfinished jobs of a schedule; jobs of requests have no entry.
create index job_schedule_open on job (caller, schedule) where schedule is not null and finished_at is null;
