-- Workers elsewhere that have asked for jobs lately, for the people who look after them. name is empty when a worker has
-- not said one. operations are names with commas between, of what it asked for last.
create table worker (
  caller varchar(255) not null,
  name varchar(100) not null,
  operations varchar(6500) not null,
  since timestamp with time zone not null,
  asked_at timestamp with time zone not null,
  primary key (caller, name)
);
create index worker_asked on worker (asked_at);
