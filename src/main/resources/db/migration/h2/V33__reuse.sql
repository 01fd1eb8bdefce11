-- How a job came to its output without a run of its own: OUTPUT when it was there already, RUN when it shares the run of another
-- job; and the job that ran. A job that shares a run is held (V20).
alter table job add column reused_as varchar(6);
alter table job add column reused_of uuid;
-- Since when the caller of a running job has cancelled it while its run goes on for the jobs that share it.
alter table job add column left_at timestamp with time zone;
-- Whether other jobs share its run, or did.
alter table job add column shared boolean;
-- Equal for requests of a caller whose outputs are as good for each other; null when there is no telling.
alter table job_request add column reuse_key varchar(64);
-- The job whose run has made an output that others have as well.
alter table output add column shared_of uuid;
create index request_reuse on job_request (reuse_key, created_at);
create index output_shared on output (shared_of);

-- The jobs that share the run of another one, until they have ended.
create table ride (
  rider uuid not null primary key references job (id) on delete cascade,
  ran uuid not null
);
create index ride_ran on ride (ran);

-- Whoever looks for a job to share locks one of these rows, which follows from the key: of two requests that are the same, the
-- second sees what the first has made.
create table reuse_slot (slot integer not null primary key);
insert into reuse_slot (slot) select x from system_range(0, 255);
