-- Jobs that a worker elsewhere runs. Such a job is owned by the entry "workers" of the table node, which lives for ever:
-- no node of any version takes the job for abandoned. Only the SHA-256 of a lease's secret is here.
--   lapses_at: the lease is lost then, unless it is used before.
--   is_open: neither ended, nor handed back, nor found to be lost.
--   ended_as: the SHA-256 of the request that ended it.
--   content_id, media_type, file_name: the output that is staged; is_whole unless its upload broke off, sha256 when known.
--   log_allowance, log_at: how many lines it might write then. log_dropped: how many were dropped since the last line.
create table worker_lease (
  token_sha256 varchar(64) not null primary key,
  job_id uuid not null,
  claim bigint not null,
  operation varchar(64) not null,
  caller varchar(255) not null,
  holder varchar(255) not null,
  worker varchar(100),
  lease_ms bigint not null,
  leased_at timestamp with time zone not null,
  lapses_at timestamp with time zone not null,
  used boolean not null,
  is_open boolean not null,
  ended_as varchar(64),
  content_id uuid,
  media_type varchar(255),
  file_name varchar(255),
  is_whole boolean not null,
  sha256 varchar(64),
  log_allowance double precision not null,
  log_dropped bigint not null,
  log_at timestamp with time zone not null
);
create index worker_lease_open on worker_lease (is_open, lapses_at);
create index worker_lease_job on worker_lease (job_id, claim);

-- The operations that workers do, and when a worker has last asked for one.
create table worker_operation (
  operation varchar(64) not null primary key,
  asked_at timestamp with time zone
);

-- Who appends to a content that is written by more than one request: another writer takes it over.
alter table content add column writer uuid;
