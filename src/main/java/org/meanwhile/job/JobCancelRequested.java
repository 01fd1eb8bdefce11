package org.meanwhile.job;

/** The caller of a running job wants it no longer. A hint. */
public record JobCancelRequested(JobId id) {}
