package org.meanwhile.job;

import java.time.Duration;
import org.meanwhile.platform.Setting;
import org.meanwhile.platform.Settings;
import org.meanwhile.platform.SettingsGroup;

/** Limits of what a job may request, and the settings that all nodes that run jobs share. */
public final class JobSettings implements SettingsGroup {

  public static final Setting<Duration> RETAIN_DEFAULT =
      Setting.duration(
              "retain.default",
              "PT24H",
              "PT0S",
              "P3650D",
              "how long an output is kept when the caller does not say")
          .formerly("retain");

  public static final Setting<Duration> RETAIN_MAX =
      Setting.duration(
              "retain.max",
              "P30D",
              "PT1S",
              "P3650D",
              "the longest that a caller may ask an output to be kept")
          .formerly("retain-max");

  public static final Setting<Duration> TOMBSTONE_RETAIN =
      Setting.duration(
              "tombstone.retain", "P7D", "PT0S", "P3650D", "how long an expired job's record stays")
          .formerly("tombstone");

  public static final Setting<Duration> TIMEOUT_DEFAULT =
      Setting.duration(
              "timeout.default",
              "PT24H",
              "PT0.001S",
              "P365D",
              "how long a run may take when the caller does not say")
          .formerly("timeout");

  public static final Setting<Duration> TIMEOUT_MAX =
      Setting.duration(
              "timeout.max", "P7D", "PT1S", "P365D", "the longest time that a caller may ask for")
          .formerly("timeout-max");

  public static final Setting<Duration> START_MAX =
      Setting.duration(
          "start-max", "P366D", "PT0S", "P3650D", "how far ahead a job may be asked to start");

  public static final Setting<Integer> LABELS_MAX_COUNT =
      Setting.number("labels.max-count", 16, 0, 64, "the most labels on a job")
          .formerly("labels.max");

  public static final Setting<Long> FILE_MAX_BYTES =
      Setting.bytes("file.max-bytes", 16L << 30, "the largest file that may come with a job");

  public static final Setting<Long> OUTPUT_MAX_BYTES =
      Setting.bytes("output.max-bytes", 64L << 30, "the largest output");

  public static final Setting<Integer> SLOTS =
      Setting.number("work.slots", 8, 1, 10_000, "how many jobs a node runs at a time");

  public static final Setting<Duration> HEARTBEAT =
      Setting.duration(
          "work.heartbeat", "PT5S", "PT0.1S", "PT1M", "how often a node says that it lives");

  public static final Setting<Duration> DEAD_AFTER =
      Setting.duration(
          "work.dead-after",
          "PT30S",
          "PT1S",
          "PT1H",
          "after what silence a node counts as dead and its jobs are given back");

  @Override
  public String title() {
    return "Jobs";
  }

  @Override
  public void check(Settings settings) {
    SettingsGroup.refuseAbove(settings, RETAIN_DEFAULT, RETAIN_MAX);
    SettingsGroup.refuseAbove(settings, TIMEOUT_DEFAULT, TIMEOUT_MAX);
    if (settings.get(DEAD_AFTER).compareTo(settings.get(HEARTBEAT).multipliedBy(2)) < 0) {
      throw new IllegalArgumentException(
          DEAD_AFTER.name() + " must be at least twice " + HEARTBEAT.name());
    }
  }
}
