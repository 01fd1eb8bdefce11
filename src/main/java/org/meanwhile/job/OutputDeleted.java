package org.meanwhile.job;

/**
 * Event: a caller deleted the output of a job, and kept the job, for the first time; repeating it
 * fires nothing.
 */
public record OutputDeleted(JobId job) {}
