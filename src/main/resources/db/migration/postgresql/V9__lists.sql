-- A job's row is written anew when it is claimed and when it ends, and an entry in each of its indexes with it.
-- So lists go by a table whose rows are written once.
-- From here to V12 in steps, each a transaction of its own: what fills or builds keeps no lock that nodes at work wait for longer than it must.
alter table job_request add column caller varchar(255);
alter table job_request add column created_at timestamp with time zone;

-- For nodes of the version before, which do not know these columns.
create function job_request_of_old() returns trigger language plpgsql as $$
begin
  select j.caller, j.created_at into new.caller, new.created_at from job j where j.id = new.job_id;
  return new;
end $$;
create trigger job_request_of_old before insert on job_request
  for each row when (new.created_at is null) execute function job_request_of_old();
