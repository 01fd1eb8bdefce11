-- What waits for its time stands apart from what waits for a slot: else each claim would pass all of it.
alter table job add column scheduled boolean default false not null;
update job set scheduled = true where status = 'WAITING' and run_at > current_timestamp;
create index job_slot on job (status, scheduled, caller, priority desc, run_at, id);
create index job_scheduled on job (status, scheduled, run_at);
drop index job_turn;
