-- What made a job beside the request of its caller.
alter table job add column rerun_of uuid;
alter table job add column group_id uuid;
alter table job add column schedule varchar(64);
