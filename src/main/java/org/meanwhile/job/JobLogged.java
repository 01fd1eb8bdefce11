package org.meanwhile.job;

/** Event: further lines of this job's log were stored. A hint, fired after the commit. */
public record JobLogged(JobId job) {}
