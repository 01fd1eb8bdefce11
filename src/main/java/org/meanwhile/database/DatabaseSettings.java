package org.meanwhile.database;

import java.time.Duration;
import org.meanwhile.platform.Setting;
import org.meanwhile.platform.SettingsGroup;

/** The settings {@code meanwhile.db.*} that the data sources do not read themselves. */
public final class DatabaseSettings implements SettingsGroup {

  public static final Setting<Duration> READ_MAX_LAG =
      Setting.duration(
          "db.read.max-lag",
          "PT2S",
          "PT1S",
          "PT1M",
          "how old the replica's data may be; else the primary is asked");

  @Override
  public String title() {
    return "Database";
  }
}
