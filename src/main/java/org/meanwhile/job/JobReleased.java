package org.meanwhile.job;

/**
 * Event: a job no longer waits for others; it may be due, or not due yet. A hint, fired after the
 * commit.
 */
public record JobReleased(JobId job, String caller) {}
