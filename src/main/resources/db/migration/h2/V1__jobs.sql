create table node (
  incarnation uuid not null primary key,
  name varchar(255) not null,
  started_at timestamp(6) with time zone not null,
  seen_at timestamp(6) with time zone not null,
  alive boolean not null
);

create table job (
  id uuid not null primary key,
  operation varchar(64) not null,
  caller varchar(255) not null,
  status varchar(9) not null,
  priority smallint not null,
  run_at timestamp(6) with time zone not null,
  attempt integer not null,
  max_attempts integer not null,
  crashes integer not null,
  rerunnable boolean not null,
  owner uuid,
  claim bigint not null,
  version bigint not null,
  created_at timestamp(6) with time zone not null,
  started_at timestamp(6) with time zone,
  finished_at timestamp(6) with time zone,
  cancel_requested_at timestamp(6) with time zone,
  removed_at timestamp(6) with time zone,
  expires_at timestamp(6) with time zone,
  gone_at timestamp(6) with time zone,
  purged boolean not null,
  timeout_ms bigint not null,
  retain_ms bigint not null,
  tombstone_ms bigint not null,
  labels varchar(8192) not null,
  progress_done bigint,
  progress_total bigint,
  progress_unit varchar(32),
  progress_message varchar(255),
  error_status smallint,
  error_code varchar(64),
  error_message varchar(8192)
);

create index job_waiting on job (status, priority desc, run_at, id);
create index job_owner on job (owner);
create index job_newest on job (caller, created_at desc, id desc);
create index job_finished on job (status, finished_at desc);
create index job_expiring on job (purged, expires_at);
create index job_gone on job (gone_at);

create table job_request (
  job_id uuid not null primary key references job (id) on delete cascade,
  input varchar(67108864) not null
);

create table content (
  id uuid not null primary key,
  state varchar(6) not null,
  job_id uuid,
  claim bigint,
  touched_at timestamp(6) with time zone not null
);

create index content_state on content (state, touched_at);

create table chunk (
  content_id uuid not null,
  seq integer not null,
  data varbinary(1048576) not null,
  primary key (content_id, seq)
);

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
  inline_content varbinary(16384),
  media_type varchar(255) not null,
  name varchar(255) not null,
  size_bytes bigint not null,
  sha256 varchar(64) not null,
  created_at timestamp(6) with time zone not null,
  deleted_at timestamp(6) with time zone
);

create table checkpoint (
  job_id uuid not null primary key references job (id) on delete cascade,
  state varbinary(65536) not null
);
