-- Apart from V18, as V14 is from V13. Jobs of single requests have no entry.
create index job_rerun_of on job (rerun_of, created_at desc, id desc) where rerun_of is not null;
create index job_group on job (group_id, created_at desc, id desc) where group_id is not null;
create index job_schedule on job (caller, schedule, created_at desc, id desc) where schedule is not null;
