package org.meanwhile.job.submit;

import org.meanwhile.job.JobView;

/**
 * The result of a request for a job.
 *
 * @param job made by this request or by an earlier one
 */
public record Submission(Outcome outcome, JobView job) {

  /** Which request made the job. */
  public enum Outcome {
    /** This one. */
    CREATED,
    /** An earlier request that was the same. */
    REPEATED,
    /** An earlier request of the caller that was another, with the same key or id. */
    DIFFERENT,
    /** A request of another caller, with the same id. */
    NOT_YOURS
  }

  public boolean created() {
    return outcome == Outcome.CREATED;
  }
}
