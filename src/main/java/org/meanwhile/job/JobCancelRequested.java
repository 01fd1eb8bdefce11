package org.meanwhile.job;

/** Event: a running job was cancelled through this node. A hint. */
public record JobCancelRequested(JobId id) {}
