package org.meanwhile.job.schedule;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import org.meanwhile.notation.CronLine;

/**
 * What is to be done about a schedule that is due.
 *
 * @param schedule as it is stored
 * @param now by the database's clock
 * @param at the latest instant up to now at which it fires; earlier ones are dropped
 * @param missed whether no job is to be made of it, because it is too late
 * @param next the instant after it
 */
record DueFire(Schedule schedule, Instant now, Instant at, boolean missed, Instant next) {
  /** What is later than this was missed: cron lines count in minutes. */
  private static final Duration PUNCTUAL = Duration.ofMinutes(1);

  /**
   * @param schedule one whose next instant is not after now
   */
  static DueFire of(Schedule schedule, Instant now) {
    CronLine line = CronLine.parse(schedule.cron());
    ZoneId zone = ZoneId.of(schedule.zone());
    Instant at = line.lastUpTo(now, schedule.nextAt().orElseThrow(), zone);
    boolean late = Duration.between(at, now).compareTo(PUNCTUAL) > 0;
    boolean missed = late && schedule.catchUp() == CatchUp.NONE && !schedule.wasRefusedAt(at);
    return new DueFire(schedule, now, at, missed, line.next(at, zone));
  }

  Duration lateness() {
    return Duration.between(at, now);
  }
}
