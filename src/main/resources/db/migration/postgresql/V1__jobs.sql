create table node (
  incarnation uuid not null primary key,
  name varchar(255) not null,
  started_at timestamp with time zone not null,
  seen_at timestamp with time zone not null,
  alive boolean not null
);

create table job (
  id uuid not null primary key,
  operation varchar(64) not null,
  caller varchar(255) not null,
  status varchar(9) not null,
  priority smallint not null,
  run_at timestamp with time zone not null,
  attempt integer not null,
  max_attempts integer not null,
  crashes integer not null,
  rerunnable boolean not null,
  owner uuid,
  claim bigint not null,
  version bigint not null,
  created_at timestamp with time zone not null,
  started_at timestamp with time zone,
  finished_at timestamp with time zone,
  cancel_requested_at timestamp with time zone,
  removed_at timestamp with time zone,
  expires_at timestamp with time zone,
  gone_at timestamp with time zone,
  purged boolean not null,
  timeout_ms bigint not null,
  retain_ms bigint not null,
  tombstone_ms bigint not null,
  labels text not null,
  progress_done bigint,
  progress_total bigint,
  progress_unit varchar(32),
  progress_message varchar(255),
  error_status smallint,
  error_code varchar(64),
  error_message text
);

create index job_waiting on job (priority desc, run_at, id) where status = 'WAITING';
create index job_owner on job (owner) where status = 'RUNNING';
create index job_newest on job (caller, created_at desc, id desc);
create index job_finished on job (finished_at desc) where status = 'SUCCEEDED';
create index job_expiring on job (expires_at) where not purged;
create index job_gone on job (gone_at);

create table job_request (
  job_id uuid not null primary key references job (id) on delete cascade,
  input text not null
);

create table content (
  id uuid not null primary key,
  state varchar(6) not null,
  job_id uuid,
  claim bigint,
  touched_at timestamp with time zone not null
);

create index content_unkept on content (state, touched_at) where state <> 'KEPT';

create table chunk (
  content_id uuid not null,
  seq integer not null,
  data bytea not null,
  primary key (content_id, seq)
);

-- Outputs are mostly compressed already; storing them as they are makes ranges cheap.
alter table chunk alter column data set storage external;

create table job_file (
  job_id uuid not null primary key references job (id) on delete cascade,
  content_id uuid not null,
  name varchar(255),
  media_type varchar(255) not null,
  size_bytes bigint not null,
  sha256 varchar(64) not null
);

create table output (
  job_id uuid not null primary key references job (id) on delete cascade,
  content_id uuid,
  inline_content bytea,
  media_type varchar(255) not null,
  name varchar(255) not null,
  size_bytes bigint not null,
  sha256 varchar(64) not null,
  created_at timestamp with time zone not null,
  deleted_at timestamp with time zone
);

create table checkpoint (
  job_id uuid not null primary key references job (id) on delete cascade,
  state bytea not null
);
