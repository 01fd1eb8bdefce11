package org.meanwhile.job;

/**
 * A job was stored and waits. A hint.
 *
 * @param scheduled whether it waits for its time
 */
public record JobAccepted(JobId id, String caller, boolean scheduled) {}
