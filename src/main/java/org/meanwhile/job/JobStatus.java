package org.meanwhile.job;

import java.util.Arrays;
import java.util.Optional;

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

  /** The status on the wire. Existing pollers know these five words, and never stop at others. */
  public String word() {
    return switch (this) {
      case WAITING -> "NotStarted";
      case RUNNING -> "Running";
      case SUCCEEDED -> "Succeeded";
      case FAILED -> "Failed";
      case CANCELED -> "Canceled";
    };
  }

  /** The status of a word; empty for any other word. */
  public static Optional<JobStatus> ofWord(String word) {
    return Arrays.stream(values()).filter(status -> status.word().equals(word)).findFirst();
  }

  /** Whether the status is terminal. */
  public boolean ended() {
    return switch (this) {
      case WAITING, RUNNING -> false;
      case SUCCEEDED, FAILED, CANCELED -> true;
    };
  }
}
