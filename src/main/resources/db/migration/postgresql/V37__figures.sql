-- How long jobs waited and ran, as a histogram for quantiles, how many were made, and for how long slots were taken. A node of
-- the version before adds its counts without these: the quantiles of such a minute are those of the other nodes' runs. The
-- operation * is all of them together: its row has the slots that there were.
alter table operation_minute
  add column made bigint not null default 0,
  add column busy_ms bigint not null default 0,
  add column slot_ms bigint not null default 0,
  add column waits text not null default '',
  add column runs text not null default '';
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
  waits text not null,
  runs text not null,
  primary key (operation, epoch_hour)
);
