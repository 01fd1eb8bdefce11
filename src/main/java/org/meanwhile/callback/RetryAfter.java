package org.meanwhile.callback;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.meanwhile.platform.HttpDate;

/** Reads the {@code Retry-After} of a receiver's answer (RFC 9110, section 10.2.3). */
final class RetryAfter {
  /** A longer delay counts as this one. */
  static final Duration MAX = Duration.ofDays(1);

  private static final Pattern SECONDS = Pattern.compile("0*([0-9]+)");

  private static final int MAX_DIGITS = 9;

  private RetryAfter() {}

  /**
   * A delay from 0 to a day. A time in the past is 0.
   *
   * @param field the field's value; null when the field is absent
   * @return empty when the field is absent, or neither seconds nor an HTTP date
   */
  static Optional<Duration> parse(String field, Instant now) {
    String text = field == null ? "" : field.strip();
    Matcher seconds = SECONDS.matcher(text);
    try {
      Duration delay =
          seconds.matches()
              ? seconds(seconds.group(1))
              : Duration.between(now, HttpDate.parse(text, now));
      if (delay.isNegative()) {
        return Optional.of(Duration.ZERO);
      }
      return Optional.of(delay.compareTo(MAX) > 0 ? MAX : delay);
    } catch (DateTimeException | ArithmeticException e) {
      return Optional.empty();
    }
  }

  private static Duration seconds(String digits) {
    // A longer number is beyond a day, and may be beyond a long.
    return digits.length() > MAX_DIGITS ? MAX : Duration.ofSeconds(Long.parseLong(digits));
  }
}
