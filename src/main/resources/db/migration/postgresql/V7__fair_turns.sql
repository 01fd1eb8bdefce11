-- Callers take turns, so what waits is looked up by caller. Read backwards it is a caller's order of claiming; forwards, a
-- caller's first entry is what is claimed last, so that who waits is found without passing what was claimed already.
create index job_turn on job (caller, priority, run_at desc, id desc) where status = 'WAITING';
drop index job_waiting;

-- What each caller has stored is summed up from this index alone.
alter table output add column caller varchar(255);
update output set caller = (select j.caller from job j where j.id = output.job_id);
create index output_stored on output (caller) include (size_bytes) where deleted_at is null and size_bytes > 0;
