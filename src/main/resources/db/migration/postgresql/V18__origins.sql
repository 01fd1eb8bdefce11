-- What made a job beside the request of its caller. Nullable and without a default, as in V13.
alter table job add column rerun_of uuid;
alter table job add column group_id uuid;
alter table job add column schedule varchar(64);
