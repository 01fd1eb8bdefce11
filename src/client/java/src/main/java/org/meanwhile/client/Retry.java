package org.meanwhile.client;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Exponential back-off with jitter.
 *
 * <p>Requests are sent again after a failure of the network and after 408, 425, 429, 502, 503 and
 * 504, but only those that the server treats as one request however often they come.
 *
 * @param patience for how long there may be no good answer, until the last failure is thrown
 * @param first the longest first pause; it doubles each time
 * @param longest the longest pause; a longer {@code Retry-After} is respected
 */
public record Retry(Duration patience, Duration first, Duration longest) {
  /** Five minutes; pauses from half a second to half a minute. */
  public static final Retry USUAL =
      new Retry(Duration.ofMinutes(5), Duration.ofMillis(500), Duration.ofSeconds(30));

  private static final int MAX_DOUBLINGS = 16;

  /**
   * How long to wait after so many failures in a row: between half of the back-off and all of it.
   * After {@code Retry-After} it is between that and a tenth more, or at least up to a tenth of a
   * second, so that clients that were refused together do not come back together.
   */
  Duration pause(int failures, Optional<Duration> retryAfter) {
    if (retryAfter.isPresent()) {
      long millis = retryAfter.get().toMillis();
      return Duration.ofMillis(millis + random(Math.max(100, millis / 10)));
    }
    long most =
        Math.min(longest.toMillis(), first.toMillis() << Math.min(failures - 1, MAX_DOUBLINGS));
    return Duration.ofMillis(most / 2 + random(most - most / 2));
  }

  private static long random(long most) {
    return ThreadLocalRandom.current().nextLong(most + 1);
  }

  /** Reads {@code Retry-After}: seconds or an HTTP date. */
  static Optional<Duration> after(String field) {
    try {
      return Optional.of(Duration.ofSeconds(Long.parseLong(field)));
    } catch (NumberFormatException noSeconds) {
      try {
        Instant when = DateTimeFormatter.RFC_1123_DATE_TIME.parse(field, Instant::from);
        Duration left = Duration.between(Instant.now(), when);
        return Optional.of(left.isNegative() ? Duration.ZERO : left);
      } catch (DateTimeException noDate) {
        return Optional.empty();
      }
    }
  }
}
