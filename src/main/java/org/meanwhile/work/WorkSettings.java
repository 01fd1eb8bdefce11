package org.meanwhile.work;

import java.time.Duration;
import org.meanwhile.platform.Setting;
import org.meanwhile.platform.SettingsGroup;

/** How this node runs jobs. */
public final class WorkSettings implements SettingsGroup {

  public static final Setting<Integer> CALLER_SLOTS =
      Setting.number(
          "work.caller-slots",
          10_000,
          1,
          10_000,
          "how many of them may be one caller's; its other jobs wait.");

  public static final Setting<Duration> POLL_INTERVAL =
      Setting.duration(
              "work.poll-interval",
              "PT0.5S",
              "PT0.05S",
              "PT1M",
              "how often a node looks for jobs that are due: scheduled ones, and those that "
                  + "nobody told it of")
          .formerly("work.sweep");

  public static final Setting<Duration> CANCEL_GRACE =
      Setting.duration(
              "work.cancel-grace",
              "PT10S",
              "PT0S",
              "PT10M",
              "how long an interrupted run may take to stop before it is cut off")
          .formerly("work.grace");

  public static final Setting<Duration> PROGRESS_INTERVAL =
      Setting.duration(
              "work.progress-interval",
              "PT0.5S",
              "PT0.05S",
              "PT1M",
              "how often progress is written")
          .formerly("work.progress");

  public static final Setting<Integer> MAX_CRASHES =
      Setting.number(
              "work.max-crashes",
              3,
              1,
              100,
              "how often a job may take its node down before it fails")
          .formerly("work.crashes");

  public static final Setting<Duration> BACK_OFF =
      Setting.duration(
          "work.back-off",
          "PT1S",
          "PT0.01S",
          "PT1H",
          "the wait before a second attempt, a random half to all of it; it doubles with "
              + "each further one");

  public static final Setting<Duration> BACK_OFF_MAX =
      Setting.duration(
          "work.back-off-max", "PT5M", "PT0.01S", "P1D", "the longest wait before an attempt");

  @Override
  public String title() {
    return "Work";
  }
}
