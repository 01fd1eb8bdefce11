package org.meanwhile.api.wait;

import java.time.Duration;
import org.meanwhile.platform.Setting;
import org.meanwhile.platform.SettingsGroup;

/** How many responses are held, and streams open. */
public final class WaitSettings implements SettingsGroup {

  public static final Setting<Integer> LIMIT =
      Setting.number(
          "wait.limit",
          20_000,
          0,
          1_000_000,
          "how many answers a node holds (`Prefer: wait`); further ones are sent at once");

  public static final Setting<Integer> CALLER_LIMIT =
      Setting.number(
          "wait.caller-limit", 12_000, 0, 1_000_000, "how many of them may be one caller's");

  public static final Setting<Integer> EVENTS_LIMIT =
      Setting.number(
          "events.limit",
          10_000,
          0,
          1_000_000,
          "how many streams of events a node has; further ones are answered 503");

  public static final Setting<Integer> EVENTS_CALLER_LIMIT =
      Setting.number(
          "events.caller-limit",
          6_000,
          0,
          1_000_000,
          "how many of them may be one caller's; further ones are answered 429");

  public static final Setting<Duration> EVENTS_COMMENT =
      Setting.duration(
          "events.comment",
          "PT15S",
          "PT0.1S",
          "PT10M",
          "after what silence a comment is sent to a stream of events");

  public static final Setting<Duration> EVENTS_STALL =
      Setting.duration(
          "events.stall",
          "PT1M",
          "PT0.1S",
          "PT1H",
          "how long the reader of a stream of events may take nothing before it is given up");

  @Override
  public String title() {
    return "Waiting clients";
  }
}
