-- No reference to its job: a share ends no later than the output, so time alone deletes it.
create table share (
  id uuid not null primary key,
  job_id uuid not null,
  secret_sha256 varchar(64) not null unique,
  created_at timestamp(6) with time zone not null,
  expires_at timestamp(6) with time zone not null
);

create index share_job on share (job_id, created_at);
create index share_expiring on share (expires_at);

-- For operators, who list everybody's jobs; one caller's are listed by job_newest.
create index job_newest_of_all on job (created_at desc, id desc);
