-- What signs a callback: sealed by a key of the configuration, or two secrets of which the first is
-- in secret as well, for nodes of the version before. A column of its own: changing the type of
-- secret would fail the statements that those nodes have prepared.
alter table job_callback add column secrets varchar(512);
