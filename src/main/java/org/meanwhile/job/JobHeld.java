package org.meanwhile.job;

/** Event: a new job was stored that waits for others. A hint, fired after the commit. */
public record JobHeld(JobId job) {}
