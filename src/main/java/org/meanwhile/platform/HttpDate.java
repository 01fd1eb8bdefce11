package org.meanwhile.platform;

import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Times in HTTP fields (RFC 9110, section 5.6.7), to the second. */
public final class HttpDate {
  /** The JDK's RFC 1123 format writes days of one digit, which this format does not have. */
  private static final DateTimeFormatter IMF_FIXDATE =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);

  private static final String MONTHS = "janfebmaraprmayjunjulaugsepoctnovdec";
  private static final String DAY_NAME = "(?<name>mon|tue|wed|thu|fri|sat|sun)";
  private static final String DAY = "(?<day>[0-9]{1,2})";
  private static final String MONTH = "(?<month>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)";
  private static final String YEAR = "(?<year>[0-9]{4})";
  private static final String TIME =
      "(?<hour>[0-9]{2}):(?<minute>[0-9]{2}):(?<second>[0-5][0-9]|60)";

  /** With the numeric zones of mail as well, which some senders write. */
  private static final Pattern IMF =
      form(
          DAY_NAME
              + ", "
              + DAY
              + " "
              + MONTH
              + " "
              + YEAR
              + " "
              + TIME
              + " (?:GMT|(?<zone>[+-][0-9]{4}))");

  private static final Pattern RFC_850 =
      form(
          "(?:mon|tues|wednes|thurs|fri|satur|sun)day, "
              + DAY
              + "-"
              + MONTH
              + "-(?<year>[0-9]{2}) "
              + TIME
              + " GMT");

  private static final Pattern ASCTIME =
      form(DAY_NAME + " " + MONTH + " {1,2}" + DAY + " " + TIME + " " + YEAR);

  /** Of a year of two digits, see section 5.6.7. */
  private static final int MAX_YEARS_AHEAD = 50;

  private HttpDate() {}

  /** The time as IMF-fixdate; fractions of a second are cut off. */
  public static String of(Instant time) {
    return IMF_FIXDATE.format(time);
  }

  /**
   * Reads a date in any of the three forms of HTTP, with letters of any case and white space
   * around. A leap second is the second after it.
   *
   * @param now decides about a year of two digits: it is at most 50 years ahead
   * @throws DateTimeException when the text is not such a date, or its day has another name
   */
  public static Instant parse(String text, Instant now) {
    String date = text.strip();
    Matcher imf = IMF.matcher(date);
    if (imf.matches()) {
      return named(imf).minus(zone(imf.group("zone")));
    }
    Matcher asctime = ASCTIME.matcher(date);
    if (asctime.matches()) {
      return named(asctime);
    }
    Matcher rfc850 = RFC_850.matcher(date);
    if (rfc850.matches()) {
      return inCentury(rfc850, now);
    }
    throw new DateTimeException("not a date of HTTP");
  }

  /** Of another century the day of the week is another one, so it is not compared. */
  private static Instant inCentury(Matcher rfc850, Instant now) {
    LocalDateTime latest = LocalDateTime.ofInstant(now, ZoneOffset.UTC).plusYears(MAX_YEARS_AHEAD);
    int century = latest.getYear() / 100 * 100;
    int year = century + number(rfc850, "year");
    // The 29th of February is not in every century.
    if (year > latest.getYear() || year == latest.getYear() && at(rfc850, year).isAfter(latest)) {
      year -= 100;
    }
    return at(rfc850, year).toInstant(ZoneOffset.UTC);
  }

  private static Instant named(Matcher field) {
    LocalDateTime time = at(field, number(field, "year"));
    DayOfWeek day =
        LocalDate.of(number(field, "year"), month(field), number(field, "day")).getDayOfWeek();
    if (!day.name().regionMatches(true, 0, field.group("name"), 0, 3)) {
      throw new DateTimeException("this day has another name");
    }
    return time.toInstant(ZoneOffset.UTC);
  }

  private static LocalDateTime at(Matcher field, int year) {
    return LocalDateTime.of(
            year,
            month(field),
            number(field, "day"),
            number(field, "hour"),
            number(field, "minute"))
        .plusSeconds(number(field, "second"));
  }

  private static int month(Matcher field) {
    return MONTHS.indexOf(field.group("month").toLowerCase(Locale.ROOT)) / 3 + 1;
  }

  private static int number(Matcher field, String group) {
    return Integer.parseInt(field.group(group));
  }

  private static Duration zone(@Nullable String zone) {
    return zone == null ? Duration.ZERO : Duration.ofSeconds(ZoneOffset.of(zone).getTotalSeconds());
  }

  private static Pattern form(String pattern) {
    return Pattern.compile(pattern, Pattern.CASE_INSENSITIVE);
  }
}
