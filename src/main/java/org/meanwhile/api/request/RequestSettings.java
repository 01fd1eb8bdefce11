package org.meanwhile.api.request;

import java.time.Duration;
import org.meanwhile.platform.SecurityMode;
import org.meanwhile.platform.Setting;
import org.meanwhile.platform.Settings;
import org.meanwhile.platform.SettingsGroup;
import org.meanwhile.security.SecuritySettings;

/** How requests are read. */
public final class RequestSettings implements SettingsGroup {

  public static final Setting<Duration> BODY_GRACE =
      Setting.duration(
          "body.grace",
          "PT20S",
          "PT0.1S",
          "PT1H",
          "how long a body may take to come, however short it is; then it is 408. Looked at "
              + "before and after each read: when nothing comes at all, only after the 30 s that "
              + "the server waits in one");

  public static final Setting<Integer> BODY_MIN_RATE =
      Setting.number(
          "body.min-rate", 500, 1, 1 << 30, "how many bytes a second it has to come at after that");

  public static final Setting<Integer> BODY_MAX_WAITING =
      Setting.number(
              "body.max-waiting",
              150,
              1,
              10_000,
              "how many bodies a node waits for at a time, fewer than the server has threads; "
                  + "further requests are 503")
          .formerly("body.waiting");

  public static final Setting<Integer> BODY_CALLER_WAITING =
      Setting.number(
          "body.caller-waiting",
          100,
          1,
          10_000,
          "how many of them may be one caller's; its further requests are 429");

  public static final Setting<Boolean> PROXY =
      Setting.flag(
          "proxy",
          false,
          "whether a proxy stands in front: links are then as `Forwarded` or "
              + "`X-Forwarded-Proto`, `-Host` and `-Port` say, which that proxy must set or "
              + "remove itself; not in security mode `local`");

  @Override
  public String title() {
    return "Requests";
  }

  @Override
  public void check(Settings settings) {
    if (settings.get(PROXY) && settings.get(SecuritySettings.MODE) == SecurityMode.LOCAL) {
      // Every request would come from the proxy's machine, whoever sent it.
      throw new IllegalArgumentException(
          SecuritySettings.MODE.name()
              + " must be jwt or token where "
              + PROXY.name()
              + " is true");
    }
  }
}
