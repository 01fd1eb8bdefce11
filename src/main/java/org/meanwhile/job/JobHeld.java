package org.meanwhile.job;

/**
 * Event: a new job was stored that waits for others, or shares the run of another one. A hint,
 * fired after the commit.
 */
public record JobHeld(JobId job) {}
