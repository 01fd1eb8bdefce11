package org.meanwhile.job;

/**
 * How one job ended: a part of {@link JobsEnded}.
 *
 * @param waited whether the job was waiting until then, rather than running
 * @param sinceNanos a {@link System#nanoTime} at which the job was still unfinished; a count of
 *     unfinished jobs that began later may already lack the job
 */
public record JobEnded(
    JobId id, String caller, String operation, JobStatus status, boolean waited, long sinceNanos) {}
