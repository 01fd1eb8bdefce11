package org.meanwhile.watch;

import java.time.Duration;
import org.meanwhile.platform.Setting;
import org.meanwhile.platform.SettingsGroup;

/** How changes of watched jobs and lists are noticed. */
public final class WatchSettings implements SettingsGroup {

  public static final Setting<Duration> POLL_INTERVAL =
      Setting.duration(
              "wait.poll-interval",
              "PT0.25S",
              "PT0.01S",
              "PT10S",
              "How often a node looks in the database for changes of the jobs and lists that its "
                  + "clients wait for. After a look that took long it rests 4 times as long as "
                  + "the look took.")
          .formerly("wait.tick");

  @Override
  public String title() {
    return "Watching";
  }
}
