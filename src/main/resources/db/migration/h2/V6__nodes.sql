-- What a node is there for, and how busy it was when it last said that it lives.
alter table node add column roles varchar(64) not null default '';
alter table node add column slots integer not null default 0;
alter table node add column slots_taken integer not null default 0;

-- What happened to the jobs of an operation in one minute (since the epoch), on all nodes: a few
-- rows a minute however many jobs there are, and nothing to count over jobs that have ended.
create table operation_minute (
  epoch_minute bigint not null,
  operation varchar(64) not null,
  started bigint not null,
  waited_ms bigint not null,
  ran bigint not null,
  ran_ms bigint not null,
  succeeded bigint not null,
  failed bigint not null,
  canceled bigint not null,
  primary key (epoch_minute, operation)
);

-- Runs that did not end their job: a job that succeeds at once has none.
create table attempt (
  job_id uuid not null references job (id) on delete cascade,
  claim bigint not null,
  number integer not null,
  node varchar(255) not null,
  started_at timestamp(6) with time zone,
  ended_at timestamp(6) with time zone not null,
  outcome varchar(12) not null,
  error_code varchar(64),
  error_message varchar(8192),
  primary key (job_id, claim)
);
