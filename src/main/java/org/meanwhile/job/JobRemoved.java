package org.meanwhile.job;

/**
 * Event: a caller cancelled or removed a job for the first time; repeating it fires nothing.
 *
 * @param canceled whether the job had not ended; otherwise its output was deleted
 */
public record JobRemoved(JobId id, boolean canceled) {}
