package org.meanwhile.job;

/**
 * A caller wants a job no longer: the first time it said so, for a repetition changes nothing.
 *
 * @param canceled whether it had not ended; else its output is deleted
 */
public record JobRemoved(JobId id, boolean canceled) {}
