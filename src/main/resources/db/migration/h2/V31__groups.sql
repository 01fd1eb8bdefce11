-- The place of a job among the members of its group; null for all others, also for what a job of another kind has made.
alter table job add column group_position integer;
-- What became of the members of a group so far, as its status document has it.
alter table job add column members varchar(200);

-- What only a group has beside a job, from its creation until its record is deleted.
--   settled_*: how the first settled members ended. They have all ended, so they are never counted again.
--   look_at: not to be looked at before.
--   is_open: members may still run.
create table group_state (
  job_id uuid not null primary key,
  stop_on varchar(8) not null,
  base varchar(4096) not null,
  total integer not null,
  settled integer not null,
  settled_succeeded integer not null,
  settled_failed integer not null,
  settled_canceled integer not null,
  changed_at timestamp with time zone not null,
  look_at timestamp with time zone not null,
  is_open boolean not null
);
create index group_state_open on group_state (is_open, look_at);
