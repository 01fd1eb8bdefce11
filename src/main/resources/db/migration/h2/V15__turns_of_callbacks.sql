-- Slots that runs hold which were cut off and have not returned.
alter table node add column slots_held integer default 0 not null;

-- Callers take turns with their callbacks as with their jobs.
alter table delivery add column caller varchar(255);
update delivery set caller = (select j.caller from job j where j.id = delivery.job_id);
create index delivery_turn on delivery (state, caller, next_at);
drop index delivery_due;
