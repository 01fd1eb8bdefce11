package org.meanwhile.builtin.export;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * PostgreSQL's and H2's text of dates and timestamps in ISO 8601, with the year as {@link
 * java.time} writes it: {@code 0044-03-15 BC} is {@code -0043-03-15}, and years beyond 9999 have a
 * sign. Only the text is changed, so no digit and no word of the database is lost: {@code infinity}
 * and {@code 24:00:00} stay as they are.
 */
final class IsoTimes {
  private static final Pattern DATE =
      Pattern.compile(
          "(?<year>-?[0-9]{4,})(?<day>-[0-9]{2}-[0-9]{2})"
              + "(?: (?<time>[0-9:.]{8,})(?<offset>[+-][0-9:]{2,})?)?(?<bc> BC)?");

  private IsoTimes() {}

  /** The text of a date, a timestamp or anything else, which is not changed. */
  static String iso(String text) {
    Matcher date = DATE.matcher(text);
    if (!date.matches()) {
      return text;
    }
    StringBuilder iso = new StringBuilder();
    iso.append(year(date.group("year"), date.group("bc") != null)).append(date.group("day"));
    if (date.group("time") != null) {
      iso.append('T').append(date.group("time"));
    }
    if (date.group("offset") != null) {
      iso.append(offset(date.group("offset")));
    }
    return iso.toString();
  }

  /** The year before the year 1 is 0 in ISO 8601, and 1 BC in PostgreSQL. */
  private static String year(String digits, boolean beforeChrist) {
    int year = Integer.parseInt(digits);
    if (beforeChrist) {
      return year == 1 ? "0000" : String.format("-%04d", year - 1);
    }
    return year > 9999 ? "+" + digits : digits;
  }

  private static String offset(String offset) {
    if (offset.equals("+00")) {
      return "Z";
    }
    return offset.length() == 3 ? offset + ":00" : offset;
  }
}
