package org.meanwhile.job;

/** A job was stored and waits. A hint. */
public record JobAccepted(JobId id, String caller) {}
