-- Which ended jobs have changed, for nodes that keep what they have read of ended jobs. Written by triggers, so that every writer is
-- covered: nodes of the version before, and operators by hand. A row without a job stands for all jobs.
--   transaction_id: who looks asks for all transactions that were open at the look before, so that none is missed that commits late.
create table ended_job_change (
  job_id uuid,
  transaction_id bigint not null default txid_current(),
  changed_at timestamp with time zone not null default clock_timestamp()
);
create index ended_job_change_transaction on ended_job_change (transaction_id);

-- All changes before this transaction may have been deleted: a node that has not seen them keeps nothing.
create table ended_job_change_floor (transaction_id bigint not null);
insert into ended_job_change_floor (transaction_id) values (0);

-- With the rights of the owner: an operator who may change jobs need not know of the table.
create function tell_ended_job_change() returns trigger language plpgsql security definer set search_path from current as $$
begin
  if tg_op = 'TRUNCATE' then
    insert into ended_job_change default values;
  else
    insert into ended_job_change (job_id) values (old.id);
  end if;
  return null;
end $$;

-- The purge sets purge_at alone. It tells nothing of that, nor of records that are gone: the times of a job tell that by themselves.
create trigger job_ended_change after update on job for each row
  when (old.finished_at is not null
        and not (old.purge_at is distinct from new.purge_at
                 and old.version is not distinct from new.version
                 and old.expires_at is not distinct from new.expires_at
                 and old.gone_at is not distinct from new.gone_at))
  execute function tell_ended_job_change();
create trigger job_ended_delete after delete on job for each row
  when (old.finished_at is not null and (old.gone_at is null or old.gone_at > current_timestamp))
  execute function tell_ended_job_change();
create trigger job_truncate after truncate on job for each statement execute function tell_ended_job_change();

create function tell_ended_output_change() returns trigger language plpgsql security definer set search_path from current as $$
begin
  if tg_op = 'TRUNCATE' then
    insert into ended_job_change default values;
  else
    insert into ended_job_change (job_id)
    select j.id from job j
     where j.id = old.job_id and j.finished_at is not null and (j.gone_at is null or j.gone_at > current_timestamp);
  end if;
  return null;
end $$;

-- The purge empties outputs that have expired, which documents tell from the time of expiry on.
create trigger output_change after update on output for each row
  when ((old.created_at, old.deleted_at, old.media_type, old.name, old.size_bytes, old.sha256)
          is distinct from (new.created_at, new.deleted_at, new.media_type, new.name, new.size_bytes, new.sha256)
        and (new.inline_content is not null or new.content_id is not null))
  execute function tell_ended_output_change();
create trigger output_delete after delete on output for each row
  when (old.deleted_at is null) execute function tell_ended_output_change();
create trigger output_truncate after truncate on output for each statement execute function tell_ended_output_change();
