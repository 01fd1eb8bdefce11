package org.meanwhile.notation;

import static org.assertj.core.api.Assertions.assertThat;

import java.text.ParseException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.Date;
import java.util.List;
import java.util.TimeZone;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.quartz.CronExpression;

/**
 * The instants of lines beside those of an independent reader of cron lines, over two years and a
 * leap day.
 *
 * <p>They must agree but where clocks change: at times that a gap skips, at its end, and at times
 * that there are twice. There the contract follows Vixie's cron, and Quartz its own rules; {@code
 * CronLineTest} has those cases one by one.
 */
class CronLineBesideQuartzTest {
  private static final Instant FROM = Instant.parse("2026-01-01T00:00:00Z");
  private static final Instant TO = Instant.parse("2028-03-02T00:00:00Z");

  /** With clock changes of an hour and of half an hour, without, and with 30 and 45 minutes. */
  private static final List<String> ZONES =
      List.of(
          "UTC",
          "Europe/Berlin",
          "America/New_York",
          "America/St_Johns",
          "Australia/Adelaide",
          "Australia/Lord_Howe",
          "Pacific/Chatham",
          "Asia/Kolkata",
          "Asia/Kathmandu",
          "Africa/Casablanca",
          "America/Sao_Paulo",
          "Pacific/Apia");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0 2 * * *              | 0 0 2 * * ?",
        "30 2 * * *             | 0 30 2 * * ?",
        "15,45 1-3 * * *        | 0 15,45 1-3 * * ?",
        "0 0 * * *              | 0 0 0 * * ?",
        "*/30 * * 3,10 *        | 0 */30 * ? 3,10 *",
        "10 */8 * 4,11 *         | 0 10 */8 ? 4,11 *",
        "0 12 1,31 * *          | 0 0 12 1,31 * ?",
        "0 6 * * mon-fri        | 0 0 6 ? * MON-FRI",
        "5 4 * jan,jul sun      | 0 5 4 ? JAN,JUL SUN",
        "0 0 29 2 *             | 0 0 0 29 2 ?",
        "0-59/25 1-17/8 * 3-11 *| 0 0-59/25 1-17/8 ? 3-11 *",
      })
  void both_name_the_same_instants(String line, String quartz) throws ParseException {
    CronLine ours = CronLine.parse(line);
    CronExpression theirs = new CronExpression(quartz);
    for (String name : ZONES) {
      ZoneId zone = ZoneId.of(name);
      theirs.setTimeZone(TimeZone.getTimeZone(zone));

      List<Instant> expected =
          plain(at -> theirs.getNextValidTimeAfter(Date.from(at)).toInstant(), zone);

      assertThat(expected).isNotEmpty();
      assertThat(plain(at -> ours.next(at, zone), zone)).as(name).isEqualTo(expected);
    }
  }

  /** All instants in the span at which no clock changes. */
  private static List<Instant> plain(UnaryOperator<Instant> next, ZoneId zone) {
    return Stream.iterate(next.apply(FROM), TO::isAfter, next)
        .filter(at -> isPlain(at, zone))
        .toList();
  }

  private static boolean isPlain(Instant at, ZoneId zone) {
    ZoneRules rules = zone.getRules();
    ZoneOffsetTransition last = rules.previousTransition(at.plusSeconds(1));
    boolean isEndOfGap = last != null && last.isGap() && last.getInstant().equals(at);
    return !isEndOfGap && rules.getValidOffsets(LocalDateTime.ofInstant(at, zone)).size() == 1;
  }
}
