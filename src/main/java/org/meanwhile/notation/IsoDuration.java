package org.meanwhile.notation;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Durations as ISO 8601 writes them, of weeks, days, hours, minutes and seconds. ISO 8601-1 has
 * weeks only alone ({@code P2W}); beside other units ({@code P1W2D}) they are read as ISO 8601-2
 * has them. The last of the numbers may have a fraction, behind a point or a comma. Years and
 * months have no length of their own, signs no meaning here; neither is read.
 */
public final class IsoDuration {
  /**
   * Twelve digits: {@link Duration} holds the sum of any such numbers. Of a fraction, digits beyond
   * nanoseconds are read and dropped.
   */
  private static final String WHOLE = "[0-9]{1,12}";

  private static final String LAST = WHOLE + "(?:[.,][0-9]+)?";

  /**
   * What is read, as a regular expression that JSON Schemas can have: of ECMA-262, anchored, and
   * without look-ahead, which not every validator knows.
   */
  public static final String PATTERN =
      "^P(?:<last>W|(?:<whole>W)?<last>D|(?:<whole>W)?(?:<whole>D)?T(?:(?:<whole>H)?(?:<whole>M)?<last>S|(?:<whole>H)?<last>M|<last>H))$"
          .replace("<whole>", WHOLE)
          .replace("<last>", LAST);

  private static final Pattern SYNTAX = Pattern.compile(PATTERN);
  private static final Pattern NUMBER = Pattern.compile("([0-9]+(?:[.,][0-9]+)?)([WDHMS])");

  private IsoDuration() {}

  /**
   * Reads a duration.
   *
   * @throws DateTimeException when {@link #PATTERN} does not match
   */
  public static Duration parse(String text) {
    if (!SYNTAX.matcher(text).matches()) {
      throw new DateTimeException("not an ISO 8601 duration");
    }
    Duration sum = Duration.ZERO;
    Matcher number = NUMBER.matcher(text);
    while (number.find()) {
      sum = sum.plus(of(number.group(1).replace(',', '.'), unit(number.group(2))));
    }
    return sum;
  }

  /** A duration for people, in the days that settings have where it is whole days: {@code P7D}. */
  public static String text(Duration duration) {
    boolean inDays =
        duration.compareTo(Duration.ZERO) > 0
            && duration.equals(duration.truncatedTo(ChronoUnit.DAYS));
    return inDays ? "P" + duration.toDays() + "D" : duration.toString();
  }

  /** The whole part is counted apart: a fraction may be long. */
  private static Duration of(String number, Duration unit) {
    int point = number.indexOf('.');
    if (point < 0) {
      return unit.multipliedBy(Long.parseLong(number));
    }
    // A week has 15 digits of nanoseconds, so the digits that are cut are less than one of them.
    String fraction = number.substring(point, Math.min(number.length(), point + 17));
    return unit.multipliedBy(Long.parseLong(number.substring(0, point)))
        .plusNanos(
            new BigDecimal("0" + fraction)
                .multiply(BigDecimal.valueOf(unit.toNanos()))
                .longValue());
  }

  private static Duration unit(@Nullable String letter) {
    return switch (String.valueOf(letter)) {
      case "W" -> Duration.ofDays(7);
      case "D" -> Duration.ofDays(1);
      case "H" -> Duration.ofHours(1);
      case "M" -> Duration.ofMinutes(1);
      default -> Duration.ofSeconds(1);
    };
  }
}
