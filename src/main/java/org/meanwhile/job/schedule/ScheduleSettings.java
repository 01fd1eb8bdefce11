package org.meanwhile.job.schedule;

import java.time.Duration;
import org.meanwhile.platform.Setting;
import org.meanwhile.platform.SettingsGroup;

/** Jobs on the clock. */
public final class ScheduleSettings implements SettingsGroup {

  public static final Setting<Duration> POLL_INTERVAL =
      Setting.duration(
          "schedule.poll-interval",
          "PT1S",
          "PT0.1S",
          "PT1M",
          "How often a node of the role `api` looks for schedules that are due.");

  public static final Setting<Integer> MAX_PER_CALLER =
      Setting.number(
          "schedule.max-per-caller",
          100,
          0,
          10_000,
          "How many schedules a caller may have. Further ones are answered with 429.");

  @Override
  public String title() {
    return "Schedules";
  }
}
