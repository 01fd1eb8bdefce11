create index job_rerun_of on job (rerun_of, created_at desc, id desc);
create index job_group on job (group_id, created_at desc, id desc);
create index job_schedule on job (caller, schedule, created_at desc, id desc);
