package org.meanwhile.client;

import java.util.Map;

/**
 * An event of a job.
 *
 * @param kind {@code status} or {@code log}
 * @param id for {@code Last-Event-ID}
 * @param data the status document, or a line of the log
 */
public record Event(String kind, String id, Map<String, Object> data) {

  /** Whether the event reports the end of the job. */
  public boolean isLast() {
    return kind.equals("status") && new Status(data).ended();
  }
}
