package org.meanwhile.api.wait;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.meanwhile.job.JobView;

/**
 * The newest event of a job that a client has. An {@code EventSource} sends it as {@code
 * Last-Event-ID} when it reconnects (WHATWG HTML, section 9.2).
 *
 * @param version of the job; 0, which no job has, when the client has no event of ours
 * @param expired whether the event said that the job has expired
 * @param line the newest line of the log that the client has, of a stream with the log; else 0
 */
public record LastEventId(long version, boolean expired, long line) {
  private static final Pattern ID =
      Pattern.compile("([0-9]{1,18})(-expired)?(?:[.]([0-9]{1,18}))?");

  /** Reads the field; a missing or foreign id counts as none. */
  public static LastEventId parse(String field) {
    Matcher id = ID.matcher(field == null ? "" : field.strip());
    return id.matches()
        ? new LastEventId(
            Long.parseLong(id.group(1)),
            id.group(2) != null,
            id.group(3) == null ? 0 : Long.parseLong(id.group(3)))
        : new LastEventId(0, false, 0);
  }

  /** The id of the event that shows this view. */
  static LastEventId of(JobView view, long line) {
    return new LastEventId(view.job().version(), view.expired(), line);
  }

  /** The same job, and the log up to this line. */
  LastEventId withLine(long newest) {
    return new LastEventId(version, expired, newest);
  }

  /** The id of an event of a stream with the log. */
  String withLineText() {
    return version + (expired ? "-expired." : ".") + line;
  }

  /** Whether the client has this view or a newer one: events never go back in time. */
  public boolean covers(JobView view) {
    long viewed = view.job().version();
    return version > viewed || version == viewed && (expired || !view.expired());
  }
}
