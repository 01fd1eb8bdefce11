package org.meanwhile.api;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.meanwhile.job.JobView;

/**
 * The last event that a client has of a job: what it sends as {@code Last-Event-ID} when it comes
 * back.
 *
 * @param version of the job; 0, which no job has, when there is none that could be one of ours
 */
record LastEvent(long version, boolean expired) {
  private static final Pattern ID = Pattern.compile("([0-9]{1,18})(-expired)?");

  static LastEvent read(String field) {
    Matcher id = ID.matcher(field == null ? "" : field.strip());
    return id.matches()
        ? new LastEvent(Long.parseLong(id.group(1)), id.group(2) != null)
        : new LastEvent(0, false);
  }

  static LastEvent of(JobView view) {
    return new LastEvent(view.job().version(), view.expired());
  }

  /** Whether the client has this document, or a later one: nobody is sent back. */
  boolean covers(JobView view) {
    long theirs = view.job().version();
    return version > theirs || version == theirs && (expired || !view.expired());
  }
}
