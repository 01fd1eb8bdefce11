package org.meanwhile.job;

/** A caller removed a job, or its output, through this node. A hint, fired when that is over. */
public record JobChanged(JobId id) {}
