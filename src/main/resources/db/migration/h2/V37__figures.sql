-- How long jobs waited and ran, as a histogram for quantiles, how many were made, and for how long slots were taken. The operation
-- * is all of them together: its row has the slots that there were.
alter table operation_minute add column made bigint not null default 0;
alter table operation_minute add column busy_ms bigint not null default 0;
alter table operation_minute add column slot_ms bigint not null default 0;
alter table operation_minute add column waits varchar(16384) not null default '';
alter table operation_minute add column runs varchar(16384) not null default '';
-- The same of an hour (since the epoch), added up from its minutes when it is over.
create table operation_hour (
  operation varchar(64) not null,
  epoch_hour bigint not null,
  made bigint not null,
  started bigint not null,
  waited_ms bigint not null,
  ran bigint not null,
  ran_ms bigint not null,
  succeeded bigint not null,
  failed bigint not null,
  canceled bigint not null,
  busy_ms bigint not null,
  slot_ms bigint not null,
  waits varchar(16384) not null,
  runs varchar(16384) not null,
  primary key (operation, epoch_hour)
);
