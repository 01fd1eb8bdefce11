package org.meanwhile.notation;

import static org.meanwhile.notation.CronField.Kind.DAY_OF_MONTH;
import static org.meanwhile.notation.CronField.Kind.DAY_OF_WEEK;
import static org.meanwhile.notation.CronField.Kind.HOUR;
import static org.meanwhile.notation.CronField.Kind.MINUTE;
import static org.meanwhile.notation.CronField.Kind.MONTH;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * When something happens again and again: a line of five fields as crontab(5) has it (minute, hour,
 * day of the month, month, day of the week), or {@code @hourly}, {@code @daily}, {@code @weekly},
 * {@code @monthly}. When both days are restricted, that is, have no {@code *}, either of them will
 * do. Not to be changed, so safe for many threads.
 *
 * <p>Where the clocks of a zone change it does as Vixie's cron does. A line with fixed hours
 * happens at the end of the gap for each time that the gap skips, and at the first of two times
 * that are called the same. A line whose hours have a {@code *} or a step happens at each moment at
 * which the clocks show one of its times.
 */
public final class CronLine {
  private static final int MAX_CHARS = 255;

  /** There are eight years between the 29th of February 2096 and the next. */
  private static final int MAX_YEARS = 9;

  /** Bounds how many changes of a zone's clocks are passed: two a year, four in Ramadan. */
  private static final int MAX_CHANGES = 5 * MAX_YEARS;

  private static final Map<String, String> NAMED =
      Map.of(
          "@hourly", "0 * * * *",
          "@daily", "0 0 * * *",
          "@weekly", "0 0 * * 0",
          "@monthly", "0 0 1 * *");

  private final CronField minute;
  private final CronField hour;
  private final CronField dayOfMonth;
  private final CronField month;
  private final CronField dayOfWeek;

  private CronLine(String[] fields) {
    minute = CronField.parse(fields[0], MINUTE);
    hour = CronField.parse(fields[1], HOUR);
    dayOfMonth = CronField.parse(fields[2], DAY_OF_MONTH);
    month = CronField.parse(fields[3], MONTH);
    dayOfWeek = CronField.parse(fields[4], DAY_OF_WEEK);
  }

  /**
   * Reads a line.
   *
   * @throws IllegalArgumentException when it cannot be read, or names no day of any year; the
   *     message says what is wrong
   */
  public static CronLine parse(String text) {
    String line = text.strip();
    String[] fields = NAMED.getOrDefault(line.toLowerCase(Locale.ROOT), line).split("[ \\t]+");
    if (text.length() > MAX_CHARS || fields.length != 5) {
      throw new IllegalArgumentException(
          "must be five fields (minute, hour, day of the month, month, day of the week), or"
              + " @hourly, @daily, @weekly or @monthly");
    }
    CronLine parsed = new CronLine(fields);
    if (parsed.firstFrom(LocalDateTime.of(2000, 1, 1, 0, 0)).isEmpty()) {
      throw new IllegalArgumentException("names no day that there is");
    }
    return parsed;
  }

  /** The first instant after this one, in the time of a zone. */
  public Instant next(Instant after, ZoneId zone) {
    return (hour.star() || hour.step() ? byElapsedTime(after, zone) : byFixedTime(after, zone))
        .orElseThrow(() -> new IllegalStateException("a line that never happens"));
  }

  /**
   * The last instant up to this one, if there is one not before another.
   *
   * @param first one that the line names
   */
  public Instant lastUpTo(Instant limit, Instant first, ZoneId zone) {
    Instant last = first;
    // Not step by step from the first: it may be years ago, and the line may name each minute.
    for (long minutes = 1; minutes < ChronoUnit.MINUTES.between(first, limit); minutes *= 8) {
      Instant near = next(limit.minus(minutes, ChronoUnit.MINUTES), zone);
      if (!near.isAfter(limit)) {
        last = near;
        break;
      }
    }
    for (Instant next = next(last, zone); !next.isAfter(limit); next = next(last, zone)) {
      last = next;
    }
    return last;
  }

  /** The times that clocks show, in their order, are in the order of instants as well. */
  private Optional<Instant> byFixedTime(Instant after, ZoneId zone) {
    ZoneRules rules = zone.getRules();
    LocalDateTime local = minuteOf(after, rules.getOffset(after));
    for (Optional<LocalDateTime> next = firstFrom(local);
        next.isPresent();
        next = firstFrom(next.get().plusMinutes(1))) {
      Instant instant = instantOf(next.get(), rules);
      if (instant.isAfter(after)) {
        return Optional.of(instant);
      }
    }
    return Optional.empty();
  }

  private static Instant instantOf(LocalDateTime local, ZoneRules rules) {
    ZoneOffsetTransition change = rules.getTransition(local);
    if (change == null) {
      return local.toInstant(rules.getOffset(local));
    }
    return change.isGap() ? change.getInstant() : local.toInstant(change.getOffsetBefore());
  }

  /** Between two changes of the clocks, local time is as even as elapsed time. */
  private Optional<Instant> byElapsedTime(Instant after, ZoneId zone) {
    ZoneRules rules = zone.getRules();
    Instant from = after.plusNanos(1);
    for (int i = 0; i < MAX_CHANGES; i++) {
      ZoneOffset offset = rules.getOffset(from);
      ZoneOffsetTransition change = rules.nextTransition(from);
      Optional<Instant> next =
          firstFrom(minuteFrom(from, offset)).map(local -> local.toInstant(offset));
      if (change == null || next.isPresent() && next.get().isBefore(change.getInstant())) {
        return next;
      }
      from = change.getInstant();
    }
    return Optional.empty();
  }

  private static LocalDateTime minuteOf(Instant instant, ZoneOffset offset) {
    return LocalDateTime.ofEpochSecond(instant.getEpochSecond(), 0, offset)
        .truncatedTo(ChronoUnit.MINUTES);
  }

  /** The minute that begins at this instant or is the first to begin after it. */
  private static LocalDateTime minuteFrom(Instant instant, ZoneOffset offset) {
    LocalDateTime minute = minuteOf(instant, offset);
    return minute.toInstant(offset).isBefore(instant) ? minute.plusMinutes(1) : minute;
  }

  /**
   * The first time of the line that is not before this one, as a clock without changes shows it.
   */
  private Optional<LocalDateTime> firstFrom(LocalDateTime from) {
    Optional<LocalDateTime> today = isDay(from.toLocalDate()) ? firstOfDay(from) : Optional.empty();
    return today.isPresent()
        ? today
        : firstDayFrom(from.toLocalDate().plusDays(1))
            .flatMap(day -> firstOfDay(day.atStartOfDay()));
  }

  private Optional<LocalDateTime> firstOfDay(LocalDateTime from) {
    LocalDate day = from.toLocalDate();
    Optional<Integer> rest =
        hour.has(from.getHour()) ? minute.from(from.getMinute()) : Optional.empty();
    if (rest.isPresent()) {
      return Optional.of(day.atTime(from.getHour(), rest.get()));
    }
    return hour.from(from.getHour() + 1)
        .map(later -> day.atTime(later, minute.from(0).orElseThrow()));
  }

  private Optional<LocalDate> firstDayFrom(LocalDate from) {
    LocalDate end = from.plusYears(MAX_YEARS);
    for (LocalDate day = from; day.isBefore(end); ) {
      if (!month.has(day.getMonthValue())) {
        day = day.withDayOfMonth(1).plusMonths(1);
      } else if (isDay(day)) {
        return Optional.of(day);
      } else {
        day = day.plusDays(1);
      }
    }
    return Optional.empty();
  }

  private boolean isDay(LocalDate day) {
    boolean ofMonth = dayOfMonth.has(day.getDayOfMonth());
    boolean ofWeek = dayOfWeek.has(day.getDayOfWeek().getValue() % 7);
    boolean either = !dayOfMonth.star() && !dayOfWeek.star();
    return month.has(day.getMonthValue()) && (either ? ofMonth || ofWeek : ofMonth && ofWeek);
  }
}
