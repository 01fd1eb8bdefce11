package org.meanwhile.watch;

import java.time.Duration;
import org.meanwhile.platform.Setting;
import org.meanwhile.platform.SettingsGroup;

/** How changes of jobs are noticed. */
public final class WatchSettings implements SettingsGroup {

  public static final Setting<Duration> POLL_INTERVAL =
      Setting.duration(
              "wait.poll-interval",
              "PT0.25S",
              "PT0.01S",
              "PT10S",
              "how often a node looks what became of the jobs, and the lists, that anyone here "
                  + "waits for; less often when that takes long")
          .formerly("wait.tick");

  @Override
  public String title() {
    return "Watching";
  }
}
