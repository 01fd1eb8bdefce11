package org.meanwhile.job;

/**
 * What a job has taken of another one instead of a run of its own.
 *
 * @param of the job that ran or runs: never one that has taken its output itself
 */
public record Reused(As as, JobId of) {

  /** What there was to take. */
  public enum As {
    /** An output that was there already. */
    OUTPUT,
    /** A run that had not ended yet. */
    RUN
  }
}
