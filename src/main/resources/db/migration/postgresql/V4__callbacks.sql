-- Says at a job's end whether there is anything to deliver: a job without a callback asks no further.
alter table job add column callback boolean default false not null;

create table job_callback (
  job_id uuid not null primary key,
  url varchar(2048) not null,
  receiver varchar(320) not null,
  secret varchar(128),
  base varchar(2048) not null
);

-- The outbox. A row is due when next_at has come; who claims it moves that ahead, so what a crash
-- interrupts becomes due again by itself.
create table delivery (
  id uuid not null primary key,
  job_id uuid not null,
  receiver varchar(320) not null,
  state varchar(9) not null,
  next_at timestamp with time zone not null,
  claim bigint not null,
  claimed boolean not null,
  again boolean not null,
  tries integer not null,
  failures integer not null,
  body bytea
);

create index delivery_due on delivery (next_at) where state = 'PENDING';
create index delivery_job on delivery (job_id);

create table delivery_try (
  delivery_id uuid not null references delivery (id) on delete cascade,
  seq integer not null,
  began_at timestamp with time zone not null,
  latency_ms bigint not null,
  status smallint,
  error varchar(255),
  primary key (delivery_id, seq)
);
