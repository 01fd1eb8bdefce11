-- Callers take turns, so what waits is looked up by caller.
create index job_turn on job (status, caller, priority desc, run_at, id);
drop index job_waiting;

-- What each caller has stored is summed up from this index alone.
alter table output add column caller varchar(255);
update output set caller = (select j.caller from job j where j.id = output.job_id);
create index output_stored on output (caller, deleted_at, size_bytes);
