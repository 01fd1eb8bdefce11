-- A client that lost the answer asks again: what it asked for, and by which key.
alter table job add column idempotency_key varchar(255);
alter table job add column fingerprint varchar(64);
create unique index job_idempotency on job (caller, idempotency_key) where idempotency_key is not null;
