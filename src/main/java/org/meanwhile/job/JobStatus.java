package org.meanwhile.job;

/** Where a job stands in its life. */
public enum JobStatus {
  /** Stored, and not being run: new, not yet due, or between two attempts. */
  WAITING,
  /** Leased by a node that runs it. */
  RUNNING,
  /** Its operation returned; there is an output, until that is deleted. */
  SUCCEEDED,
  /** It ended without a result. */
  FAILED,
  /** Its caller wanted it no longer before it ended. */
  CANCELED;

  /** The transition table. */
  public boolean mayBecome(JobStatus next) {
    return switch (this) {
      case WAITING -> next == RUNNING || next == CANCELED;
      case RUNNING -> next != RUNNING;
      case SUCCEEDED, FAILED, CANCELED -> false;
    };
  }

  /** Whether nothing will change any more, the output's deletion aside. */
  public boolean ended() {
    return switch (this) {
      case WAITING, RUNNING -> false;
      case SUCCEEDED, FAILED, CANCELED -> true;
    };
  }
}
