package org.meanwhile.job;

/** What a node wants to be stored of a run that ended. */
public record Finish(Lease lease, Ending ending, Progress progress) {}
