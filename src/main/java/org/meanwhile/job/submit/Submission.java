package org.meanwhile.job.submit;

import org.meanwhile.job.JobView;

/**
 * What became of a request for a job.
 *
 * @param job the job that there is now, made by this request or an earlier one
 */
public record Submission(Outcome outcome, JobView job) {

  /** Whether this request made the job. */
  public enum Outcome {
    /** It did. */
    CREATED,
    /** An earlier one that was the same. */
    REPEATED,
    /** An earlier one that was another, by the same key or for the same id. */
    DIFFERENT,
    /** Somebody else's, who chose the same id. */
    NOT_YOURS
  }

  /** Whether this request made the job. */
  public boolean created() {
    return outcome == Outcome.CREATED;
  }
}
