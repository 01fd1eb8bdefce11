package org.meanwhile.job;

/**
 * What a job waits for: the end of another job.
 *
 * @param givesFile whether the output of the other job is this job's file
 */
public record Dependency(JobId parent, On on, boolean givesFile) {

  /** Which end lets the job go on; with any other end it fails. */
  public enum On {
    SUCCEEDED,
    FAILED,
    /** Any end: a parent that was canceled or removed has ended as well. */
    ENDED;

    /**
     * Whether the child may go on after this end of its parent.
     *
     * @param parent the status of a parent that has ended
     * @param removed whether the parent was removed, or its record is gone
     */
    public boolean isMetBy(JobStatus parent, boolean removed) {
      return switch (this) {
        case SUCCEEDED -> parent == JobStatus.SUCCEEDED && !removed;
        case FAILED -> parent == JobStatus.FAILED && !removed;
        case ENDED -> true;
      };
    }
  }
}
