-- These rows are written once, so only a purge may wait for this; what it has begun to delete is passed by, or each might wait for the other.
update job_request set caller = j.caller, created_at = j.created_at
  from job j
 where j.id = job_request.job_id
   and job_request.job_id in (select job_id from job_request where created_at is null for update skip locked);
