-- Apart from V31, as V19 is from V18.
create index job_member on job (group_id, group_position) where group_position is not null;
