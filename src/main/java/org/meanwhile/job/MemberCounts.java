package org.meanwhile.job;

import java.util.Arrays;

/**
 * How many members of a group are in which status. Counts may be a few seconds old while the group
 * goes on, and are exact when it has ended.
 */
public record MemberCounts(int waiting, int running, int succeeded, int failed, int canceled) {
  /** Of a group whose members are all new. */
  public static MemberCounts waiting(int total) {
    return new MemberCounts(total, 0, 0, 0, 0);
  }

  static MemberCounts read(String text) {
    int[] counts = Arrays.stream(text.split(" ")).mapToInt(Integer::parseInt).toArray();
    return new MemberCounts(counts[0], counts[1], counts[2], counts[3], counts[4]);
  }

  /** In the form in which they are stored. */
  public String text() {
    return waiting + " " + running + " " + succeeded + " " + failed + " " + canceled;
  }

  public int of(JobStatus status) {
    return switch (status) {
      case WAITING -> waiting;
      case RUNNING -> running;
      case SUCCEEDED -> succeeded;
      case FAILED -> failed;
      case CANCELED -> canceled;
    };
  }

  /** How many have ended. */
  public int ended() {
    return succeeded + failed + canceled;
  }

  public int total() {
    return waiting + running + ended();
  }

  /** With one more count of members in a status. */
  public MemberCounts plus(JobStatus status, int jobs) {
    return switch (status) {
      case WAITING -> new MemberCounts(waiting + jobs, running, succeeded, failed, canceled);
      case RUNNING -> new MemberCounts(waiting, running + jobs, succeeded, failed, canceled);
      case SUCCEEDED -> new MemberCounts(waiting, running, succeeded + jobs, failed, canceled);
      case FAILED -> new MemberCounts(waiting, running, succeeded, failed + jobs, canceled);
      case CANCELED -> new MemberCounts(waiting, running, succeeded, failed, canceled + jobs);
    };
  }
}
