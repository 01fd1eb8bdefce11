package org.meanwhile.representation;

import java.util.Locale;
import org.meanwhile.job.JobStatus;

/** The types of the events that tell of a job, by how it ended. */
public final class CloudEventType {
  private static final String PREFIX = "org.meanwhile.job.";

  private CloudEventType() {}

  /** The type of the event that tells of such an end. */
  public static String of(JobStatus ended) {
    return switch (ended) {
      case SUCCEEDED, FAILED, CANCELED -> PREFIX + ended.name().toLowerCase(Locale.ROOT);
      case WAITING, RUNNING -> throw new IllegalStateException("a job that is " + ended);
    };
  }
}
