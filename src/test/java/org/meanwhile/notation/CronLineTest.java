package org.meanwhile.notation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class CronLineTest {
  private static final ZoneId UTC = ZoneId.of("UTC");

  private static List<String> next(String line, String after, String zone, int count) {
    CronLine cron = CronLine.parse(line);
    ZoneId place = ZoneId.of(zone);
    return Stream.iterate(
            cron.next(Instant.parse(after), place), instant -> cron.next(instant, place))
        .limit(count)
        .map(instant -> instant.atZone(place).toOffsetDateTime().toString())
        .toList();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0 2 * * *            | 2026-11-30T02:00:00Z | 2026-12-01T02:00Z",
        "0 2 * * *            | 2026-11-30T01:59:59Z | 2026-11-30T02:00Z",
        "@hourly              | 2026-11-30T02:00:00Z | 2026-11-30T03:00Z",
        "@Daily               | 2026-11-30T02:00:00Z | 2026-12-01T00:00Z",
        "@weekly              | 2026-11-30T02:00:00Z | 2026-12-06T00:00Z",
        "@monthly             | 2026-11-30T02:00:00Z | 2026-12-01T00:00Z",
        "*/15 9-17 * * mon-fri| 2026-11-27T17:45:00Z | 2026-11-30T09:00Z",
        "5,10-12 * * * *      | 2026-11-30T02:11:30Z | 2026-11-30T02:12Z",
        "0 0 * * 7            | 2026-11-30T02:00:00Z | 2026-12-06T00:00Z",
        "0 0 * * SUN          | 2026-11-30T02:00:00Z | 2026-12-06T00:00Z",
        "0 0 * * 5-7          | 2026-12-05T02:00:00Z | 2026-12-06T00:00Z",
        "0 0 * * fri-sun      | 2026-12-05T02:00:00Z | 2026-12-06T00:00Z",
        "0 0 1 Jan *          | 2026-11-30T02:00:00Z | 2027-01-01T00:00Z",
        "0 0 29 2 *           | 2026-11-30T02:00:00Z | 2028-02-29T00:00Z",
        "0 0 29 2 *           | 2096-02-29T00:00:00Z | 2104-02-29T00:00Z",
        "0 0 31 * *           | 2026-11-30T02:00:00Z | 2026-12-31T00:00Z",
        // Both days restricted: either. With a * in one of them: both.
        "0 0 13 * fri         | 2026-12-01T00:00:00Z | 2026-12-04T00:00Z",
        "0 0 13 * fri         | 2026-12-11T00:00:00Z | 2026-12-13T00:00Z",
        "0 0 */2 * fri        | 2026-12-01T00:00:00Z | 2026-12-11T00:00Z",
        "0 0 30 2 mon         | 2026-12-01T00:00:00Z | 2027-02-01T00:00Z",
        "*/50 */20 * * *      | 2026-11-30T20:50:00Z | 2026-12-01T00:00Z",
        "1-31/10\t4  * * *    | 2026-11-30T04:12:00Z | 2026-11-30T04:21Z",
      })
  void the_next_instant(String line, String after, String next) {
    assertThat(next(line, after, "UTC", 1)).containsExactly(next);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "* * * *",
        "* * * * * *",
        "60 * * * *",
        "* 24 * * *",
        "* * 0 * *",
        "* * 32 * *",
        "* * * 0 *",
        "* * * 13 *",
        "* * * * 8",
        "*/0 * * * *",
        "5/10 * * * *",
        "10-5 * * * *",
        "1,,2 * * * *",
        "1- * * * *",
        "-1 * * * *",
        "+1 * * * *",
        "1.5 * * * *",
        "* * * foo *",
        "* * * * mo",
        "* * * * jan",
        "* * mon * *",
        "@yearly",
        "@reboot",
        "? * * * *",
        "* * L * *",
        "* * * * 1#2",
        "\u0661 * * * *",
        "0 0 30 2 *",
        "0 0 31 4,6,9,11 *",
      })
  void a_line_that_cannot_be_read_or_never_happens(String line) {
    assertThatThrownBy(() -> CronLine.parse(line)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void a_line_has_a_longest_length() {
    assertThatThrownBy(() -> CronLine.parse("1,".repeat(200) + "1 * * * *"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // The clocks jump from 2:00 to 3:00: what is skipped happens at 3:00, and once.
        "30 2 * * *    | Europe/Berlin | 2026-03-28T12:00:00Z | 2026-03-29T03:00+02:00,2026-03-30T02:30+02:00",
        "*/15 2 * * *  | Europe/Berlin | 2026-03-28T12:00:00Z | 2026-03-29T03:00+02:00,2026-03-30T02:00+02:00",
        "0,30 2,3 * * *| Europe/Berlin | 2026-03-28T12:00:00Z | 2026-03-29T03:00+02:00,2026-03-29T03:30+02:00",
        // They go back from 3:00 to 2:00: the first of the two.
        "30 2 * * *    | Europe/Berlin | 2026-10-24T12:00:00Z | 2026-10-25T02:30+02:00,2026-10-26T02:30+01:00",
        "30 2 * * *    | Europe/Berlin | 2026-10-25T00:45:00Z | 2026-10-26T02:30+01:00,2026-10-27T02:30+01:00",
        "30 1-3 * * *  | Europe/Berlin | 2026-10-24T23:00:00Z | 2026-10-25T01:30+02:00,2026-10-25T02:30+02:00,2026-10-25T03:30+01:00",
        // Hours with a * or a step follow elapsed time.
        "0 * * * *     | Europe/Berlin | 2026-03-29T00:00:00Z | 2026-03-29T03:00+02:00,2026-03-29T04:00+02:00",
        "30 * * * *    | Europe/Berlin | 2026-10-25T00:00:00Z | 2026-10-25T02:30+02:00,2026-10-25T02:30+01:00,2026-10-25T03:30+01:00",
        "0 0-23/2 * * *| Europe/Berlin | 2026-10-24T23:30:00Z | 2026-10-25T02:00+02:00,2026-10-25T02:00+01:00,2026-10-25T04:00+01:00",
        "30 2 * * *    | America/New_York | 2026-03-08T00:00:00Z | 2026-03-08T03:00-04:00,2026-03-09T02:30-04:00",
        "30 1 * * *    | America/New_York | 2026-10-31T12:00:00Z | 2026-11-01T01:30-04:00,2026-11-02T01:30-05:00",
        "0 12 * * *    | Asia/Kathmandu   | 2026-03-08T00:00:00Z | 2026-03-08T12:00+05:45,2026-03-09T12:00+05:45",
        // Half an hour.
        "15 2 * * *    | Australia/Lord_Howe | 2026-10-03T00:00:00Z | 2026-10-04T02:30+11:00,2026-10-05T02:15+11:00",
        "45 1 * * *    | Australia/Lord_Howe | 2026-04-04T00:00:00Z | 2026-04-05T01:45+11:00,2026-04-06T01:45+10:30",
        // The 30th of December was skipped.
        "0 2 * * *     | Pacific/Apia     | 2011-12-29T00:00:00Z | 2011-12-29T02:00-10:00,2011-12-31T00:00+14:00,2011-12-31T02:00+14:00",
        "0 0 30 12 *   | Pacific/Apia     | 2011-12-29T00:00:00Z | 2011-12-31T00:00+14:00,2012-12-30T00:00+14:00",
        // At midnight.
        "@daily        | Asia/Beirut      | 2026-03-28T12:00:00Z | 2026-03-29T01:00+03:00,2026-03-30T00:00+03:00",
        "@daily        | America/St_Johns | 2006-10-28T12:00:00Z | 2006-10-29T00:00-02:30,2006-10-30T00:00-03:30",
      })
  void when_clocks_change(String line, String zone, String after, String expected) {
    List<String> instants = List.of(expected.split(","));

    assertThat(next(line, after, zone, instants.size())).isEqualTo(instants);
  }

  private static Stream<String> lines() {
    return Stream.of(
        "30 2 * * *",
        "*/20 2 * * *",
        "0 * * * *",
        "*/7 */3 * * *",
        "15 0-23/2 * * sun",
        "0,59 0,1,2,3,23 * * *",
        "45 1-3 * * sat,sun",
        "@daily",
        "@hourly",
        "10 0 1-7 * mon");
  }

  @ParameterizedTest
  @MethodSource("lines")
  void it_happens_when_a_look_at_each_minute_says_so(String line) {
    for (String zone :
        List.of(
            "Europe/Berlin",
            "America/New_York",
            "Asia/Kathmandu",
            "Australia/Lord_Howe",
            "America/St_Johns",
            "Africa/Casablanca",
            "Asia/Beirut",
            "Pacific/Apia")) {
      Instant from =
          Instant.parse(
              zone.equals("Pacific/Apia") ? "2011-01-01T00:00:00Z" : "2006-01-01T00:00:00Z");
      ZoneId place = ZoneId.of(zone);
      look(line, place, from, Duration.ofDays(10));
      for (int i = 0; i < 4; i++) {
        ZoneOffsetTransition change = place.getRules().nextTransition(from);
        if (change != null) {
          from = change.getInstant();
          look(line, place, from.minus(Duration.ofDays(2)), Duration.ofDays(4));
        }
      }
    }
  }

  private static void look(String line, ZoneId zone, Instant from, Duration during) {
    CronLine cron = CronLine.parse(line);
    List<Instant> computed = new ArrayList<>();
    Instant end = from.plus(during);
    for (Instant next = cron.next(from, zone); !next.isAfter(end); next = cron.next(next, zone)) {
      computed.add(next);
    }

    assertThat(computed)
        .as(line + " in " + zone)
        .isEqualTo(MinuteByMinute.of(line, zone, from, end));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "* * * * *  | 2020-01-01T00:00:00Z | 2026-11-30T02:00:30Z | 2026-11-30T02:00:00Z",
        "0 2 * * *  | 2026-11-30T02:00:00Z | 2026-11-30T02:00:00Z | 2026-11-30T02:00:00Z",
        "0 2 * * *  | 2026-11-20T02:00:00Z | 2026-11-30T01:59:00Z | 2026-11-29T02:00:00Z",
        "0 0 29 2 * | 2020-02-29T00:00:00Z | 2026-11-30T01:59:00Z | 2024-02-29T00:00:00Z",
        "@monthly   | 2026-10-01T00:00:00Z | 2026-10-01T00:00:01Z | 2026-10-01T00:00:00Z",
      })
  void the_last_one_of_many(String line, String first, String limit, String last) {
    assertThat(CronLine.parse(line).lastUpTo(Instant.parse(limit), Instant.parse(first), UTC))
        .isEqualTo(Instant.parse(last));
  }

  /**
   * An oracle that knows nothing of transitions: it looks at a clock once a minute, and notices
   * when the clock has jumped since the minute before.
   */
  private static final class MinuteByMinute {
    private MinuteByMinute() {}

    static List<Instant> of(String line, ZoneId zone, Instant from, Instant end) {
      String[] fields =
          switch (line) {
            case "@daily" -> "0 0 * * *".split(" ");
            case "@hourly" -> "0 * * * *".split(" ");
            default -> line.split(" ");
          };
      Predicate<LocalDateTime> matches = clock -> matches(fields, clock);
      boolean elapsed = fields[1].contains("*") || fields[1].contains("/");
      List<Instant> instants = new ArrayList<>();
      // A day before, for what was shown already.
      LocalDateTime latest = LocalDateTime.MIN;
      for (Instant now = from.minus(Duration.ofDays(1));
          !now.isAfter(end);
          now = now.plusSeconds(60)) {
        LocalDateTime clock = LocalDateTime.ofInstant(now, zone);
        boolean happens = matches.test(clock) && (elapsed || clock.isAfter(latest));
        if (!elapsed && latest != LocalDateTime.MIN) {
          for (LocalDateTime skipped = latest.plusMinutes(1);
              skipped.isBefore(clock);
              skipped = skipped.plusMinutes(1)) {
            happens |= matches.test(skipped);
          }
        }
        if (happens && now.isAfter(from)) {
          instants.add(now);
        }
        latest = clock.isAfter(latest) ? clock : latest;
      }
      return instants;
    }

    private static boolean matches(String[] fields, LocalDateTime clock) {
      boolean ofMonth = has(fields[2], clock.getDayOfMonth(), 1, 31);
      boolean ofWeek = has(fields[4], clock.getDayOfWeek().getValue() % 7, 0, 6);
      boolean either = !fields[2].contains("*") && !fields[4].contains("*");
      return has(fields[0], clock.getMinute(), 0, 59)
          && has(fields[1], clock.getHour(), 0, 23)
          && has(fields[3], clock.getMonthValue(), 1, 12)
          && (either ? ofMonth || ofWeek : ofMonth && ofWeek);
    }

    private static boolean has(String field, int value, int first, int last) {
      return Stream.of(field.replace("mon", "1").replace("sat", "6").replace("sun", "0").split(","))
          .anyMatch(
              item -> {
                String[] stepped = item.split("/");
                String[] range = stepped[0].equals("*") ? null : stepped[0].split("-");
                int from = range == null ? first : Integer.parseInt(range[0]);
                int to = range == null ? last : Integer.parseInt(range[range.length - 1]);
                int by = stepped.length > 1 ? Integer.parseInt(stepped[1]) : 1;
                return value >= from && value <= to && (value - from) % by == 0;
              });
    }
  }

  @Test
  void an_instant_is_never_the_one_it_comes_after() {
    CronLine cron = CronLine.parse("* * * * *");
    Instant time = Instant.parse("2026-11-30T02:00:00Z");

    assertThat(cron.next(time, ZoneOffset.UTC)).isEqualTo(time.plusSeconds(60));
    assertThat(cron.next(time.minusNanos(1), ZoneOffset.UTC)).isEqualTo(time);
  }
}
