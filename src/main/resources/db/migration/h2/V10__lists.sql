-- As on PostgreSQL, where lists go by these. Here they go by the job: an update leaves alone the indexes that it changes nothing of.
alter table job_request add column caller varchar(255);
alter table job_request add column created_at timestamp with time zone;
update job_request set caller = (select j.caller from job j where j.id = job_request.job_id),
                       created_at = (select j.created_at from job j where j.id = job_request.job_id);
