package org.meanwhile.callback;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.meanwhile.platform.Setting;
import org.meanwhile.platform.SettingsGroup;
import org.meanwhile.platform.WebhookSecret;

/** How callbacks are delivered. */
public final class CallbackSettings implements SettingsGroup {

  public static final Setting<Optional<WebhookSecret>> SECRET =
      Setting.declare(
          "callback.secret",
          "",
          text ->
              text.isEmpty()
                  ? Optional.empty()
                  : Optional.of(WebhookSecret.parse(text).orElseThrow()),
          Objects::nonNull,
          "whsec_ and the base64 of 24 to 64 bytes",
          "what callbacks are signed with when their job has no secret: `whsec_` and the "
              + "base64 of 24 to 64 bytes");

  public static final Setting<Duration> TIMEOUT =
      Setting.duration(
          "callback.timeout", "PT15S", "PT0.1S", "PT5M", "how long one try may take in all");

  public static final Setting<List<Duration>> RETRY_DELAYS =
      Setting.<List<Duration>>declare(
              "callback.retry-delays",
              "PT5S,PT5M,PT30M,PT2H,PT5H,PT10H,PT14H,PT20H,PT24H",
              text -> text.isEmpty() ? List.of() : Setting.each(text, Duration::parse),
              waits ->
                  waits.size() <= 50
                      && waits.stream()
                          .allMatch(d -> !d.isNegative() && d.compareTo(Duration.ofDays(7)) <= 0),
              "at most 50 ISO 8601 durations up to P7D, with commas between",
              "the waits between tries; there is one try more than waits")
          .formerly("callback.retry-after");

  public static final Setting<Integer> MAX_CONCURRENT =
      Setting.number(
              "callback.max-concurrent", 32, 1, 1000, "how many callbacks a node sends at a time")
          .formerly("callback.senders");

  public static final Setting<Integer> MAX_CONCURRENT_PER_HOST =
      Setting.number(
              "callback.max-concurrent-per-host",
              4,
              1,
              1000,
              "how many of them go to one host and port")
          .formerly("callback.senders-per-host");

  public static final Setting<Duration> POLL_INTERVAL =
      Setting.duration(
              "callback.poll-interval",
              "PT1S",
              "PT0.05S",
              "PT1M",
              "how often a node looks for callbacks that are due and nobody told it of")
          .formerly("callback.sweep");

  @Override
  public String title() {
    return "Callbacks";
  }
}
