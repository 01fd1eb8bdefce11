-- Apart from V13, whose locks would else be held while this reads the table. Jobs without a deadline have no entry.
create index job_deadline on job (deadline_at) where deadline_at is not null and finished_at is null;
