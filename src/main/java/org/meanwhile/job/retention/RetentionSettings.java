package org.meanwhile.job.retention;

import java.time.Duration;
import org.meanwhile.platform.Setting;
import org.meanwhile.platform.SettingsGroup;

/** When expired jobs and abandoned uploads are deleted. */
public final class RetentionSettings implements SettingsGroup {

  public static final Setting<Duration> PURGE_INTERVAL =
      Setting.duration(
          "purge.interval", "PT10S", "PT0.1S", "PT1H", "how often expired jobs are looked for");

  public static final Setting<Integer> PURGE_BATCH =
      Setting.number(
          "purge.batch", 200, 1, 10_000, "how many rows a purging transaction deletes at most");

  public static final Setting<Duration> FILE_MAX_IDLE =
      Setting.duration(
          "file.max-idle",
          "PT10M",
          "PT1S",
          "P1D",
          "how long an upload may pause, or stay without its job, before what was staged of "
              + "it is deleted");

  @Override
  public String title() {
    return "Purging";
  }
}
