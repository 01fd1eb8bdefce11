package org.meanwhile.job;

/** A caller has deleted a job's output, and only that: the first time, as {@link JobRemoved}. */
public record OutputDeleted(JobId job) {}
