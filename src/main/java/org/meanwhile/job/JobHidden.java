package org.meanwhile.job;

/** Event: a request has asked for a job that its caller may not see. It is answered as unknown. */
public record JobHidden(JobId id) {}
