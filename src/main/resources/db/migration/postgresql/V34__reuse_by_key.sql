-- Apart from V33, as V14 is from V13. Requests of operations that are not repeatable have no entry.
create index request_reuse on job_request (reuse_key, created_at) where reuse_key is not null;
create index output_shared on output (shared_of) where shared_of is not null;
