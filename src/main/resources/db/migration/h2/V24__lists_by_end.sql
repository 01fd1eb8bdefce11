-- Lists of ended jobs, the latest end first, and their counts.
create index job_ended on job (caller, status, finished_at desc, id desc);
create index job_ended_of_all on job (status, finished_at desc, id desc);
