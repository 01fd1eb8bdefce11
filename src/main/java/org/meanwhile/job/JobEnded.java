package org.meanwhile.job;

/** A job ended, whichever way. A hint. */
public record JobEnded(JobId id) {}
