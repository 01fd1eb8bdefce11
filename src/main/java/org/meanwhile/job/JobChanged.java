package org.meanwhile.job;

/**
 * Event: this node locked a job in order to change it, or to remove it or its output, or a worker
 * of this node has got it or told its progress. A hint; an observer after the transaction does not
 * know whether the job changed.
 */
public record JobChanged(JobId id) {}
