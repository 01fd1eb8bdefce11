package org.meanwhile.notation;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One field of a cron line: the values that it names, as bits.
 *
 * @param values bit n is set when the field names n
 * @param star whether the field has a {@code *}, also one with a step
 * @param step whether the field has a step
 */
record CronField(long values, boolean star, boolean step) {
  private static final Pattern ITEM =
      Pattern.compile(
          "(?:(\\*)|([0-9]{1,2}|[a-z]{3})(?:-([0-9]{1,2}|[a-z]{3}))?)(?:/([0-9]{1,3}))?");

  private static final String MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec";
  private static final String DAYS = "sun mon tue wed thu fri sat";

  /** The five fields, in the order of the line. */
  enum Kind {
    MINUTE("the minute", 0, 59, ""),
    HOUR("the hour", 0, 23, ""),
    DAY_OF_MONTH("the day of the month", 1, 31, ""),
    MONTH("the month", 1, 12, MONTHS),
    DAY_OF_WEEK("the day of the week", 0, 7, DAYS);

    private final String text;
    private final int first;
    private final int last;
    private final String names;

    Kind(String text, int first, int last, String names) {
      this.text = text;
      this.first = first;
      this.last = last;
      this.names = names;
    }

    /** The value of a number or a name; empty when it is neither, or out of range. */
    private Optional<Integer> value(String text) {
      int at = text.length() == 3 ? names.indexOf(text) : -1;
      if (at >= 0) {
        return Optional.of(first + at / 4);
      }
      return Character.isDigit(text.charAt(0))
          ? Optional.of(Integer.parseInt(text)).filter(n -> n >= first && n <= last)
          : Optional.empty();
    }

    private IllegalArgumentException unreadable() {
      return new IllegalArgumentException(
          text
              + " must be * or numbers from "
              + first
              + " to "
              + last
              + (names.isEmpty() ? "" : ", or names such as " + names.substring(0, 3))
              + ", with commas, ranges, and steps behind * or a range");
    }
  }

  /**
   * Reads a field.
   *
   * @throws IllegalArgumentException when it cannot be read; the message says what it may be
   */
  static CronField parse(String text, Kind kind) {
    long values = 0;
    boolean star = false;
    boolean step = false;
    for (String part : text.toLowerCase(Locale.ROOT).split(",", -1)) {
      Matcher item = ITEM.matcher(part);
      if (!item.matches()) {
        throw kind.unreadable();
      }
      values |= values(item, kind);
      star |= item.group(1) != null;
      step |= item.group(4) != null;
    }
    return new CronField(values, star, step);
  }

  private static long values(Matcher item, Kind kind) {
    int from = kind.first;
    int to = kind == Kind.DAY_OF_WEEK ? 6 : kind.last;
    if (item.group(1) == null) {
      from = kind.value(item.group(2)).orElseThrow(kind::unreadable);
      to = item.group(3) == null ? from : end(item.group(3), from, kind);
    }
    boolean isRange = item.group(1) != null || item.group(3) != null;
    int by = item.group(4) == null ? 1 : Integer.parseInt(item.group(4));
    if (to < from || by == 0 || item.group(4) != null && !isRange) {
      throw kind.unreadable();
    }
    long values = 0;
    for (int value = from; value <= to; value += by) {
      values |= 1L << (kind == Kind.DAY_OF_WEEK ? value % 7 : value);
    }
    return values;
  }

  /** A week may end on the Sunday that begins the next: {@code fri-sun}. */
  private static int end(String text, int from, Kind kind) {
    int end = kind.value(text).orElseThrow(kind::unreadable);
    return kind == Kind.DAY_OF_WEEK && end == 0 && from > 0 ? 7 : end;
  }

  boolean has(int value) {
    return (values >> value & 1) == 1;
  }

  /** The first value that is not below this one; empty when there is none. */
  Optional<Integer> from(int value) {
    long rest = value > 63 ? 0 : values >> value << value;
    return rest == 0 ? Optional.empty() : Optional.of(Long.numberOfTrailingZeros(rest));
  }
}
