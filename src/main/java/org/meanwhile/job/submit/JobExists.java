package org.meanwhile.job.submit;

import org.meanwhile.job.JobId;

/** Thrown when one of many requests has the id or key of an earlier request: none is stored. */
public class JobExists extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient JobId job;
  private final transient Submission.Outcome outcome;

  JobExists(JobId job, Submission.Outcome outcome) {
    super("a request repeats that of job " + job);
    this.job = job;
    this.outcome = outcome;
  }

  /** The job of the earlier request. */
  public JobId job() {
    return job;
  }

  /** What the earlier request means for the later one: any but {@code CREATED}. */
  public Submission.Outcome outcome() {
    return outcome;
  }
}
