-- What signs a callback: sealed by a key of the configuration, or two secrets of which the first is
-- in secret as well.
alter table job_callback add column secrets varchar(512);
