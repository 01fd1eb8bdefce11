package org.meanwhile.job.change;

import org.meanwhile.job.JobView;

/**
 * What became of a patch. Unless it was done, nothing of it was.
 *
 * @param job as it is now
 * @param pointer to the member that is not valid; empty for the other outcomes
 * @param detail why it was refused; empty when it was done
 */
public record EditResult(Outcome outcome, JobView job, String pointer, String detail) {

  /** The outcomes, in the order in which they are looked at. */
  public enum Outcome {
    STALE_VERSION,
    WRONG_STATE,
    /** Only together with what the job has already. */
    INVALID,
    DONE
  }

  static EditResult refused(Outcome outcome, JobView job, String detail) {
    return new EditResult(outcome, job, "", detail);
  }

  static EditResult invalid(JobView job, String pointer, String detail) {
    return new EditResult(Outcome.INVALID, job, pointer, detail);
  }

  static EditResult done(JobView job) {
    return new EditResult(Outcome.DONE, job, "", "");
  }
}
