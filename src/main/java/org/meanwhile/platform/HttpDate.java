package org.meanwhile.platform;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Times in HTTP fields (RFC 9110, section 5.6.7), to the second. */
public final class HttpDate {
  /** The JDK's RFC 1123 format writes days of one digit, which this format does not have. */
  private static final DateTimeFormatter IMF_FIXDATE =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);

  private HttpDate() {}

  /** The time as IMF-fixdate; fractions of a second are cut off. */
  public static String of(Instant time) {
    return IMF_FIXDATE.format(time);
  }

  /**
   * Reads a date as in mail (RFC 1123), which includes IMF-fixdate. The two obsolete forms of HTTP
   * dates are not read.
   *
   * @throws DateTimeException when the text is not such a date
   */
  public static Instant parse(String text) {
    return Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(text));
  }
}
