package org.meanwhile.job;

/**
 * Event: this node stored a new job. A hint, fired after the commit.
 *
 * @param scheduled whether the job waits for its time rather than for a slot
 */
public record JobAccepted(JobId id, String caller, boolean scheduled) {}
