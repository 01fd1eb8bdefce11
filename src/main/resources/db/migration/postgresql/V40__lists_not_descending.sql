-- By themselves, as in V12: a drop keeps readers out as well, but for a moment only.
drop index job_request_newest;
drop index job_request_newest_of_all;
drop index job_ended;
drop index job_ended_of_all;
