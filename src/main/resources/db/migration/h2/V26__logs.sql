-- What runs say before they end. A row has the lines that one run has written within a moment, so a chatty run costs a
-- few rows a second. No foreign key: a log goes with the output, and would else be looked up for each job that is deleted.
create table job_log (
  job_id uuid not null,
  last_seq bigint not null,
  first_seq bigint not null,
  attempt integer not null,
  written_at timestamp with time zone not null,
  size_bytes integer not null,
  lines varchar(8388608) not null,
  primary key (job_id, last_seq)
);
