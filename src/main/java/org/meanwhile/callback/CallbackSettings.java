package org.meanwhile.callback;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.meanwhile.platform.Setting;
import org.meanwhile.platform.SettingsGroup;
import org.meanwhile.platform.WebhookSecret;

/** How callbacks are delivered. */
public final class CallbackSettings implements SettingsGroup {

  public static final Setting<List<WebhookSecret>> SECRET =
      Setting.declare(
          "callback.secret",
          "",
          text ->
              text.isEmpty()
                  ? List.of()
                  : Setting.each(text, each -> WebhookSecret.parse(each).orElseThrow()),
          secrets -> secrets.size() <= 2,
          "whsec_ and the base64 of 24 to 64 bytes; or two such, with a comma between",
          "The key that signs the callbacks of jobs whose request has no secret of its own. With "
              + "two keys each callback has two signatures, so that receivers can change from one "
              + "to the other. Without any, a callback has no signature.");

  public static final Setting<Duration> TIMEOUT =
      Setting.duration(
          "callback.timeout",
          "PT15S",
          "PT0.1S",
          "PT5M",
          "How long one attempt to deliver a callback may take, from the connection to the "
              + "response. An attempt that takes longer has failed.");

  public static final Setting<List<Duration>> RETRY_DELAYS =
      Setting.<List<Duration>>declare(
              "callback.retry-delays",
              "PT5S,PT5M,PT30M,PT2H,PT5H,PT10H,PT14H,PT20H,PT24H",
              text -> text.isEmpty() ? List.of() : Setting.durations(text),
              waits ->
                  waits.size() <= 50
                      && waits.stream()
                          .allMatch(d -> !d.isNegative() && d.compareTo(Duration.ofDays(7)) <= 0),
              "at most 50 ISO 8601 durations up to P7D, with commas between",
              "The delays before the second attempt to deliver a callback, the third and so on, each "
                  + "with a random deviation of up to 10 %. There is one attempt more than there "
                  + "are delays; then the delivery is given up. Empty: one attempt.")
          .formerly("callback.retry-after");

  public static final Setting<Integer> MAX_CONCURRENT =
      Setting.number(
              "callback.max-concurrent",
              32,
              1,
              1000,
              "How many callbacks a node delivers at a time. Further ones wait.")
          .formerly("callback.senders");

  public static final Setting<Integer> MAX_CONCURRENT_PER_HOST =
      Setting.number(
              "callback.max-concurrent-per-host",
              4,
              1,
              1000,
              "How many of the `meanwhile.callback.max-concurrent` deliveries may go to one host and "
                  + "port. Further ones wait.")
          .formerly("callback.senders-per-host");

  public static final Setting<Optional<Integer>> MAX_CONCURRENT_PER_CALLER =
      Setting.declare(
          "callback.max-concurrent-per-caller",
          "",
          text -> text.isEmpty() ? Optional.empty() : Optional.of(Integer.valueOf(text)),
          most -> most.isEmpty() || most.get() >= 1 && most.get() <= 1000,
          "a whole number from 1 to 1000, or empty",
          "How many of the deliveries at a time may be of one caller's jobs, in all and to one host. "
              + "Its further ones wait, and other callers have their turn. Empty: all but a "
              + "quarter, and at least one less than all where there are two or more; in mode "
              + "`local`, which has one caller, all.");

  public static final Setting<Duration> POLL_INTERVAL =
      Setting.duration(
              "callback.poll-interval",
              "PT1S",
              "PT0.05S",
              "PT1M",
              "How often a node looks in the database for callbacks that are due: retries, and "
                  + "callbacks of jobs that ended on other nodes.")
          .formerly("callback.sweep");

  @Override
  public String title() {
    return "Callbacks";
  }
}
