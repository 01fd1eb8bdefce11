package org.meanwhile.callback;

import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;
import org.meanwhile.platform.HttpDate;

/** What a receiver says about when it wants to be asked again (RFC 9110, section 10.2.3). */
final class RetryAfter {
  /** Who asks for more is asked once a day. */
  static final Duration MOST = Duration.ofDays(1);

  private static final Pattern SECONDS = Pattern.compile("[0-9]+");

  private RetryAfter() {}

  /** From 0 to a day; empty when the field says nothing that can be read. */
  static Optional<Duration> parse(String field, Instant now) {
    String text = field == null ? "" : field.strip();
    try {
      Duration wait =
          SECONDS.matcher(text).matches()
              ? seconds(text)
              : Duration.between(now, HttpDate.parse(text));
      if (wait.isNegative()) {
        return Optional.of(Duration.ZERO);
      }
      return Optional.of(wait.compareTo(MOST) > 0 ? MOST : wait);
    } catch (DateTimeException | ArithmeticException e) {
      return Optional.empty();
    }
  }

  private static Duration seconds(String digits) {
    BigInteger most = BigInteger.valueOf(MOST.toSeconds());
    return Duration.ofSeconds(new BigInteger(digits).min(most).longValue());
  }
}
