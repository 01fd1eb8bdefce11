package org.meanwhile.job.retention;

import java.time.Duration;
import org.meanwhile.platform.Setting;
import org.meanwhile.platform.SettingsGroup;

/** When expired jobs and abandoned uploads are deleted. */
public final class RetentionSettings implements SettingsGroup {

  public static final Setting<Duration> PURGE_INTERVAL =
      Setting.duration(
          "purge.interval",
          "PT10S",
          "PT0.1S",
          "PT1H",
          "How often a node with the role `purge` deletes what has expired. Expired outputs are "
              + "answered 410 whether they are deleted yet or not.");

  public static final Setting<Integer> PURGE_BATCH =
      Setting.number(
          "purge.batch",
          200,
          1,
          10_000,
          "How many rows of one table a transaction of the purge deletes at most. More than one "
              + "batch is deleted in several transactions, one after the other.");

  public static final Setting<Duration> FILE_MAX_IDLE =
      Setting.duration(
          "file.max-idle",
          "PT10M",
          "PT1S",
          "P1D",
          "How long an upload may pause, or a file that has arrived may be without its job, before "
              + "the part that is stored is deleted. The upload then fails.");

  @Override
  public String title() {
    return "Purging";
  }
}
