-- Operations whose jobs wait.
create table operation_pause (
  operation varchar(64) not null primary key,
  since timestamp with time zone not null,
  reason varchar(1000)
);

-- A node that drains claims no more; null is false.
alter table node add column draining boolean;
