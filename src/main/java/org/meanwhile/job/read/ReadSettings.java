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

  public static final Setting<Long> POLL_MAX_KEPT_BYTES =
      Setting.declare(
          "poll.max-kept-bytes",
          Long.toString(64L << 20),
          Long::valueOf,
          n -> n >= 0,
          "a number of bytes from 0",
          "About how much memory a node takes to keep ended jobs that were polled: with 64 MiB some "
              + "25,000 of them. It looks three times in `meanwhile.poll.max-age` which of them have "
              + "changed. Zero: they are read again as all others are, and no node looks.");

  @Override
  public String title() {
    return "Polls";
  }
}
