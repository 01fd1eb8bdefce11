package org.meanwhile.platform;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.regex.Pattern;

/** Times as RFC 3339, section 5.6, writes them. */
public final class Rfc3339 {
  private static final Pattern SYNTAX =
      Pattern.compile(
          "(?i)[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}([.][0-9]{1,9})?"
              + "(Z|[+-][0-9]{2}:[0-9]{2})");

  /** RFC 3339 has years of four digits, and databases do not store many more. */
  private static final Instant EARLIEST = Instant.parse("0001-01-01T00:00:00Z");

  private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59.999999999Z");

  private Rfc3339() {}

  /**
   * Reads a time.
   *
   * @throws DateTimeException when the text is not a time of RFC 3339, or there is no such day or
   *     hour
   */
  public static Instant parse(String text) {
    if (!SYNTAX.matcher(text).matches()) {
      throw new DateTimeException("not a time of RFC 3339");
    }
    return OffsetDateTime.parse(text).toInstant();
  }

  /**
   * Reads a time as {@link OffsetDateTime} does: the seconds may be left out as well. Lists have
   * always taken such times.
   *
   * @throws DateTimeException when the text is not a time, or its year is not 1 to 9999
   */
  public static Instant parseLenient(String text) {
    return requireYear(OffsetDateTime.parse(text).toInstant());
  }

  /**
   * The time itself.
   *
   * @throws DateTimeException when its year is not 1 to 9999
   */
  public static Instant requireYear(Instant time) {
    if (time.isBefore(EARLIEST) || time.isAfter(LATEST)) {
      throw new DateTimeException("beyond the years of RFC 3339");
    }
    return time;
  }
}
