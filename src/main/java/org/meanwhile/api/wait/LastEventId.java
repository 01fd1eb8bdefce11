package org.meanwhile.api.http;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.meanwhile.job.JobView;

/**
 * The last event that a client has of a job: what it sends as {@code Last-Event-ID} when it comes
 * back.
 *
 * @param version of the job; 0, which no job has, when there is none that could be one of ours
 */
public record LastEventId(long version, boolean expired) {
  private static final Pattern ID = Pattern.compile("([0-9]{1,18})(-expired)?");

  public static LastEventId read(String field) {
    Matcher id = ID.matcher(field == null ? "" : field.strip());
    return id.matches()
        ? new LastEventId(Long.parseLong(id.group(1)), id.group(2) != null)
        : new LastEventId(0, false);
  }

  public static LastEventId of(JobView view) {
    return new LastEventId(view.job().version(), view.expired());
  }

  /** Whether the client has this document, or a later one: nobody is sent back. */
  public boolean covers(JobView view) {
    long theirs = view.job().version();
    return version > theirs || version == theirs && (expired || !view.expired());
  }
}
