package org.meanwhile.job.read;

import java.time.Duration;
import org.meanwhile.platform.Setting;
import org.meanwhile.platform.SettingsGroup;

/** How polls read jobs. */
public final class ReadSettings implements SettingsGroup {

  public static final Setting<Duration> POLL_MAX_AGE =
      Setting.duration(
          "poll.max-age",
          "PT0.5S",
          "PT0S",
          "PT1S",
          "How old a job may be that a poll shows, when it has expired since or was changed through "
              + "another node. So many polls of one job share a read of the database. Changes through the same node are "
              + "seen at once. Zero: each poll reads.");

  @Override
  public String title() {
    return "Polls";
  }
}
