package org.meanwhile.job;

public enum JobStatus {
  /** Not running: new, not yet due, or between two attempts. */
  WAITING,
  /** Leased by a node. */
  RUNNING,
  /** The operation returned; there is an output until it is deleted. */
  SUCCEEDED,
  /** Ended without a result. */
  FAILED,
  /** Its caller cancelled it before it ended. */
  CANCELED;

  /** The transition table. */
  boolean mayBecome(JobStatus next) {
    return switch (this) {
      case WAITING -> next == RUNNING || next == FAILED || next == CANCELED;
      case RUNNING -> next != RUNNING;
      case SUCCEEDED, FAILED, CANCELED -> false;
    };
  }

  /** Whether the status is terminal. */
  public boolean ended() {
    return switch (this) {
      case WAITING, RUNNING -> false;
      case SUCCEEDED, FAILED, CANCELED -> true;
    };
  }
}
