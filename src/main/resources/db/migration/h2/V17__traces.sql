-- The trace that the creating request belongs to (W3C Trace Context), for the run and the callback.
alter table job_request add column traceparent varchar(55);
alter table job_request add column tracestate varchar(512);
