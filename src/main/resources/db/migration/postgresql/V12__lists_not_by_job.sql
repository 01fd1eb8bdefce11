drop index job_newest;
drop index job_newest_of_all;
