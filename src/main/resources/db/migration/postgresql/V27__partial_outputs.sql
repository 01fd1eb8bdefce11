-- What an output is, before its run has ended: an output that only grows is read while it is written.
alter table content add column media_type varchar(255);
alter table content add column name varchar(255);
-- The pieces of a chunk that is not full yet, of outputs that are read while they are written. They are deleted when the
-- chunk is stored.
create table chunk_tail (
  content_id uuid not null,
  seq integer not null,
  from_byte integer not null,
  data bytea not null,
  primary key (content_id, seq, from_byte)
);
alter table chunk_tail alter column data set storage external;
