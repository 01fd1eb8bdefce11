package org.meanwhile.job.share;

import java.time.Duration;
import org.meanwhile.platform.Setting;
import org.meanwhile.platform.Settings;
import org.meanwhile.platform.SettingsGroup;

/** Links to outputs that need no token. */
public final class ShareSettings implements SettingsGroup {

  public static final Setting<Duration> DEFAULT =
      Setting.duration(
              "share.default",
              "PT24H",
              "PT1S",
              "P3650D",
              "how long an output is shared when the caller does not say")
          .formerly("share");

  public static final Setting<Duration> MAX =
      Setting.duration(
              "share.max", "P7D", "PT1S", "P3650D", "the longest that a caller may share an output")
          .formerly("share-max");

  public static final Setting<Integer> MAX_COUNT =
      Setting.number(
          "shares.max",
          100,
          1,
          10_000,
          "the most shares that an output may have at a time; more are answered 429");

  @Override
  public String title() {
    return "Shares";
  }

  @Override
  public void check(Settings settings) {
    SettingsGroup.refuseAbove(settings, DEFAULT, MAX);
  }
}
