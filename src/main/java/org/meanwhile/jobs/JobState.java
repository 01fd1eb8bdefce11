package org.meanwhile.jobs;

import java.util.Optional;
import org.meanwhile.job.JobError;
import org.meanwhile.job.JobId;
import org.meanwhile.job.JobStatus;
import org.meanwhile.job.Progress;

/**
 * A job as it was at one moment.
 *
 * @param version rises with each change
 * @param progress of the current run, or of the last one
 * @param error why the job failed; empty unless it did
 */
public record JobState(
    JobId id,
    String operation,
    JobStatus status,
    long version,
    Progress progress,
    Optional<JobError> error) {

  /** Whether the status is terminal. */
  public boolean ended() {
    return status.ended();
  }
}
