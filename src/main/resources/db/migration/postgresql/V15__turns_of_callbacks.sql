-- Slots that runs hold which were cut off and have not returned.
alter table node add column slots_held integer not null default 0;

-- Callers take turns with their callbacks as with their jobs. Nodes of the version before do not know the column; they claim by delivery_due.
alter table delivery add column caller varchar(255);
create function delivery_caller() returns trigger language plpgsql as $$
begin
  select j.caller into new.caller from job j where j.id = new.job_id;
  return new;
end $$;
create trigger delivery_caller before insert or update on delivery
  for each row when (new.caller is null) execute function delivery_caller();
-- By the trigger. What is over gets its caller when it is delivered again. Rows that a node holds get theirs when it stores the result.
update delivery set claim = claim
 where id in (select d.id from delivery d where d.state = 'PENDING' for update skip locked);
create index delivery_turn on delivery (caller, next_at) where state = 'PENDING';
