package org.meanwhile.api.http;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;
import org.meanwhile.platform.HttpDate;

/**
 * The value of the {@code Date} field (RFC 9110, section 6.6.1). Every response has one, so a
 * second is formatted once, not once a response. Safe for many threads.
 */
@ApplicationScoped
public class DateHeader {
  private Clock clock;

  /** Two threads may format the same second at once: each writes a whole record, both are right. */
  private volatile Formatted last = new Formatted(Long.MIN_VALUE, "");

  private record Formatted(long epochSecond, String text) {}

  /** For the container's proxy. */
  protected DateHeader() {}

  @Inject
  DateHeader(Clock clock) {
    this.clock = clock;
  }

  /** The current second. */
  public String now() {
    Instant now = clock.instant();
    Formatted formatted = last;
    if (formatted.epochSecond() != now.getEpochSecond()) {
      formatted = new Formatted(now.getEpochSecond(), HttpDate.of(now));
      last = formatted;
    }
    return formatted.text();
  }
}
