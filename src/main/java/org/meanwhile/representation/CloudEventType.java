package org.meanwhile.representation;

import java.util.Locale;
import org.meanwhile.job.JobStatus;

/** The {@code type} of the CloudEvents that report the end of a job. */
public final class CloudEventType {
  private static final String PREFIX = "org.meanwhile.job.";

  private CloudEventType() {}

  /**
   * The type for a status.
   *
   * @throws IllegalStateException when a job of this status has not ended
   */
  public static String of(JobStatus ended) {
    return switch (ended) {
      case SUCCEEDED, FAILED, CANCELED -> PREFIX + ended.name().toLowerCase(Locale.ROOT);
      case WAITING, RUNNING -> throw new IllegalStateException("a job that is " + ended);
    };
  }
}
