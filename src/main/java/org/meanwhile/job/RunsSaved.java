package org.meanwhile.job;

/**
 * Event: jobs of an operation have succeeded without a run of their own. A hint, fired after the
 * commit.
 *
 * @param runs how many; 1 or more
 * @param bytes the sizes of the outputs that they have all the same
 */
public record RunsSaved(String operation, Reused.As as, long runs, long bytes) {}
