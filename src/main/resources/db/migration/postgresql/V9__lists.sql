-- A job's row is written anew when it is claimed and when it ends, and an entry in each of its indexes with it.
-- So lists go by a table whose rows are written once.
-- Both at once, in the order in which nodes that run use them: or each might wait for the other.
lock table job, job_request in access exclusive mode;
alter table job_request add column caller varchar(255);
alter table job_request add column created_at timestamp with time zone;
update job_request set caller = j.caller, created_at = j.created_at from job j where j.id = job_request.job_id;
create index job_request_newest on job_request (caller, created_at desc, job_id desc);
create index job_request_newest_of_all on job_request (created_at desc, job_id desc);
drop index job_newest;
drop index job_newest_of_all;

-- For nodes of the version before, which do not know these columns.
create function job_request_of_old() returns trigger language plpgsql as $$
begin
  select j.caller, j.created_at into new.caller, new.created_at from job j where j.id = new.job_id;
  return new;
end $$;
create trigger job_request_of_old before insert on job_request
  for each row when (new.created_at is null) execute function job_request_of_old();
