-- Operations whose jobs wait. Nodes of the version before do not know of it: they go on claiming.
create table operation_pause (
  operation varchar(64) not null primary key,
  since timestamp with time zone not null,
  reason varchar(1000)
);

-- A node that drains claims no more. Nullable and without a default, as in V13: null is false.
alter table node add column draining boolean;
