package org.meanwhile.api.request;

import java.time.Duration;
import org.meanwhile.platform.Setting;
import org.meanwhile.platform.SettingsGroup;
import org.meanwhile.representation.LinkSettings;
import org.meanwhile.security.SecurityMode;
import org.meanwhile.security.SecuritySettings;

/** How request bodies are read. */
public final class RequestSettings implements SettingsGroup {

  public static final Setting<Duration> BODY_GRACE =
      Setting.duration(
          "body.grace",
          "PT20S",
          "PT0.1S",
          "PT1H",
          "How long a request body may take, on top of one second for each "
              + "`meanwhile.body.min-rate` bytes that have arrived. A slower body is answered with 408. "
              + "The time is checked before and after each read: a client that sends nothing at "
              + "all is answered when the server ends the read, after 30 s.");

  public static final Setting<Integer> BODY_MIN_RATE =
      Setting.number(
          "body.min-rate",
          500,
          1,
          1 << 30,
          "How many bytes a second a request body must arrive at, once `meanwhile.body.grace` is "
              + "over.");

  public static final Setting<Integer> BODY_MAX_WAITING =
      Setting.number(
              "body.max-waiting",
              80,
              1,
              10_000,
              "How many threads of a node may wait for bytes of request bodies at a time; keep it, "
                  + "together with `meanwhile.answers.max-sending`, below the number of the "
                  + "server's request threads (200 in Payara). Further requests whose body has not "
                  + "arrived are answered with 503.")
          .formerly("body.waiting");

  public static final Setting<Integer> BODY_CALLER_WAITING =
      Setting.number(
          "body.caller-waiting",
          60,
          1,
          10_000,
          "How many of the `meanwhile.body.max-waiting` threads may wait for one caller. Its "
              + "further requests are answered with 429.");

  @Override
  public String title() {
    return "Requests";
  }

  @Override
  public void check(Values values) {
    if (values.get(LinkSettings.PROXY) && values.get(SecuritySettings.MODE) == SecurityMode.LOCAL) {
      // Every request would come from the proxy's machine, whoever sent it.
      throw new IllegalArgumentException(
          SecuritySettings.MODE.name()
              + " must be jwt or token where "
              + LinkSettings.PROXY.name()
              + " is true");
    }
  }
}
