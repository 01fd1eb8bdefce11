-- As in V38. Claims and ends of jobs wait until both are built.
create index job_by_end on job (caller, status, finished_at, id) where finished_at is not null;
create index job_by_end_of_all on job (status, finished_at, id) where finished_at is not null;
