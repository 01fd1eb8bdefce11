-- What waits for its time stands apart from what waits for a slot: else each claim would pass all of it.
-- A node that does not know of this stores such jobs among the others; they are not claimed too early for that.
alter table job add column scheduled boolean not null default false;
update job set scheduled = true where status = 'WAITING' and run_at > current_timestamp;
create index job_slot on job (scheduled, caller, priority, run_at desc, id desc) where status = 'WAITING';
create index job_scheduled on job (run_at) where status = 'WAITING' and scheduled;
drop index job_turn;
