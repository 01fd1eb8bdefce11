package org.meanwhile.job.share;

import java.time.Duration;
import org.meanwhile.platform.Setting;
import org.meanwhile.platform.SettingsGroup;

/** Shared URIs: links to outputs that need no token. */
public final class ShareSettings implements SettingsGroup {

  public static final Setting<Duration> DEFAULT =
      Setting.duration(
              "share.default",
              "PT24H",
              "PT1S",
              "P3650D",
              "How long a shared URI is valid, when the request has no `expires`. Must not exceed "
                  + "`meanwhile.share.max`.")
          .formerly("share");

  public static final Setting<Duration> MAX =
      Setting.duration(
              "share.max",
              "P7D",
              "PT1S",
              "P3650D",
              "The longest `expires` that a request may ask for. A longer one is answered with 400.")
          .formerly("share-max");

  public static final Setting<Integer> MAX_COUNT =
      Setting.number(
          "shares.max",
          100,
          1,
          10_000,
          "How many shared URIs an output may have at a time. Further ones are answered with 429.");

  @Override
  public String title() {
    return "Shares";
  }

  @Override
  public void check(Values values) {
    SettingsGroup.refuseAbove(values, DEFAULT, MAX);
  }
}
