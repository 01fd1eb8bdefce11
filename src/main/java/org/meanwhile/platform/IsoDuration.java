package org.meanwhile.platform;

import java.time.DateTimeException;
import java.time.Duration;
import java.util.regex.Pattern;

/** Durations as ISO 8601 writes them. */
public final class IsoDuration {
  /** The JDK takes signs and lower-case letters as well. */
  private static final Pattern SYNTAX =
      Pattern.compile(
          "P(?=[0-9T])([0-9]+D)?(T(?=[0-9])([0-9]+H)?([0-9]+M)?([0-9]+([.][0-9]{1,9})?S)?)?");

  private IsoDuration() {}

  /**
   * Reads a duration of a request, as {@code openapi.yaml} describes it: days, hours, minutes and
   * seconds without signs, in upper case.
   *
   * @throws DateTimeException when the text is not such a duration, or the duration is longer than
   *     {@link Duration} can hold
   */
  public static Duration parse(String text) {
    if (!SYNTAX.matcher(text).matches()) {
      throw new DateTimeException("not an ISO 8601 duration");
    }
    return parseLenient(text);
  }

  /**
   * Reads a duration of a setting or of a command line as {@link Duration#parse} does: signs and
   * lower case are taken as well.
   *
   * @throws DateTimeException when the text is not a duration, or the duration is longer than
   *     {@link Duration} can hold
   */
  public static Duration parseLenient(String text) {
    try {
      return Duration.parse(text);
    } catch (ArithmeticException e) {
      throw new DateTimeException("longer than a duration can be", e);
    }
  }
}
