-- Lists of ended jobs, the latest end first, and their counts: by status, because a list of failures is asked for among
-- a hundred times as many successes. Jobs that have not ended have no entry. Both cost the end of a job 310 bytes of WAL,
-- of 960 that its update then takes.
create index job_ended on job (caller, status, finished_at desc, id desc) where finished_at is not null;
create index job_ended_of_all on job (status, finished_at desc, id desc) where finished_at is not null;
