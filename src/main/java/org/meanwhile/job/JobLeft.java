package org.meanwhile.job;

/**
 * A job is unfinished no longer: its caller may have one more. A hint.
 *
 * @param caller whose it was
 * @param waited whether it had not begun to run
 * @param sinceNanos a {@link System#nanoTime} at which it still was unfinished
 */
public record JobLeft(String caller, boolean waited, long sinceNanos) {}
