package org.meanwhile.job.log;

import java.time.Instant;

/**
 * A line of a job's log.
 *
 * @param seq grows from line to line of a job, over all its attempts; from 1
 * @param at when the run wrote it, by the database's clock
 * @param attempt the attempt that wrote it
 * @param level {@code trace}, {@code debug}, {@code info}, {@code warning} or {@code error}
 * @param text one line without a line feed, at most {@value LogBatch#MAX_LINE_BYTES} bytes
 */
public record LogLine(long seq, Instant at, int attempt, String level, String text) {}
