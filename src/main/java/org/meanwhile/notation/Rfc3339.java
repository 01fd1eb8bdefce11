package org.meanwhile.notation;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Times as RFC 3339, section 5.6, writes them: {@code 2026-12-01T02:00:00Z}. Letters may be in
 * lower case; the separator is a T. Digits beyond nanoseconds are read and dropped.
 *
 * <p>A leap second is read as the second after it, as POSIX counts. It is the last of a quarter of
 * an hour, because offsets are whole quarters; that the quarter ends at midnight of UTC is not
 * checked, which no pattern for schemas could say.
 */
public final class Rfc3339 {
  private static final String LEAP_YEAR =
      "(?:[0-9]{2}(?:0[48]|[2468][048]|[13579][26])|(?:[02468][048]|[13579][26])00)";

  private static final String DATE =
      "(?:[0-9]{4}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12][0-9]|3[01])"
          + "|(?:0[469]|11)-(?:0[1-9]|[12][0-9]|30)|02-(?:0[1-9]|1[0-9]|2[0-8]))"
          + "|"
          + LEAP_YEAR
          + "-02-29)";

  private static final String HOUR = "(?:[01][0-9]|2[0-3])";

  private static final String TIME =
      HOUR + ":(?:[0-5][0-9]:[0-5][0-9]|(?:14|29|44|59):60)(?:[.][0-9]+)?";

  private static final String OFFSET = "(?:[Zz]|[+-]" + HOUR + ":[0-5][0-9])";

  /**
   * What is read, as a regular expression that JSON Schemas can have: of ECMA-262, anchored, and
   * without look-ahead, which not every validator knows.
   */
  public static final String PATTERN = "^" + DATE + "[Tt]" + TIME + OFFSET + "$";

  private static final Pattern SYNTAX = Pattern.compile(PATTERN);

  private static final Pattern FIELDS =
      Pattern.compile(
          "(\\d{4})-(\\d\\d)-(\\d\\d).(\\d\\d):(\\d\\d):(\\d\\d)(?:[.](\\d{1,9})\\d*)?"
              + "(?:.|([+-])(\\d\\d):(\\d\\d))");

  private static final int NANO_DIGITS = 9;
  private static final Instant EARLIEST = Instant.parse("0001-01-01T00:00:00Z");
  private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59.999999999Z");

  private Rfc3339() {}

  /**
   * Reads a time. Offsets reach beyond the years 0 to 9999: see {@link #withinYears}.
   *
   * @throws DateTimeException when {@link #PATTERN} does not match
   */
  public static Instant parse(String text) {
    Matcher field = FIELDS.matcher(text);
    if (!SYNTAX.matcher(text).matches() || !field.matches()) {
      throw new DateTimeException("not a time of RFC 3339");
    }
    return LocalDateTime.of(
            number(field, 1),
            number(field, 2),
            number(field, 3),
            number(field, 4),
            number(field, 5))
        .plusSeconds(number(field, 6))
        .plusNanos(nanos(field))
        .toInstant(ZoneOffset.UTC)
        .minus(offset(field));
  }

  /**
   * The time itself, or the first or last instant of the years 1 to 9999 when it is beyond them:
   * databases do not store many more, and nothing happened then.
   */
  public static Instant withinYears(Instant time) {
    if (time.isBefore(EARLIEST)) {
      return EARLIEST;
    }
    return time.isAfter(LATEST) ? LATEST : time;
  }

  private static int number(Matcher field, int group) {
    return Integer.parseInt(field.group(group));
  }

  private static int nanos(Matcher field) {
    String digits = field.group(7);
    return digits == null
        ? 0
        : Integer.parseInt(digits + "0".repeat(NANO_DIGITS - digits.length()));
  }

  /** The JDK's offsets end at 18 hours. */
  private static Duration offset(Matcher field) {
    if (field.group(8) == null) {
      return Duration.ZERO;
    }
    Duration offset = Duration.ofHours(number(field, 9)).plusMinutes(number(field, 10));
    return field.group(8).equals("-") ? offset.negated() : offset;
  }
}
