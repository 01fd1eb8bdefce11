package org.meanwhile.api.wait;

import java.time.Duration;
import org.meanwhile.platform.Setting;
import org.meanwhile.platform.SettingsGroup;

/** How many responses are held, streams open, and lists read. */
public final class WaitSettings implements SettingsGroup {

  public static final Setting<Integer> LIMIT =
      Setting.number(
          "wait.limit",
          20_000,
          0,
          1_000_000,
          "How many responses a node holds at a time for requests with `Prefer: wait`. Further "
              + "requests are answered at once, as if they had not asked to wait.");

  public static final Setting<Integer> CALLER_LIMIT =
      Setting.number(
          "wait.caller-limit",
          12_000,
          0,
          1_000_000,
          "How many of the `meanwhile.wait.limit` responses may be one caller's. Its further "
              + "requests are answered at once.");

  public static final Setting<Integer> EVENTS_LIMIT =
      Setting.number(
          "events.limit",
          10_000,
          0,
          1_000_000,
          "How many event streams a node has open at a time. Further ones are answered with 503.");

  public static final Setting<Integer> EVENTS_CALLER_LIMIT =
      Setting.number(
          "events.caller-limit",
          6_000,
          0,
          1_000_000,
          "How many of the `meanwhile.events.limit` streams may be of one caller's jobs. Further "
              + "ones are answered with 429.");

  public static final Setting<Duration> EVENTS_COMMENT =
      Setting.duration(
          "events.comment",
          "PT15S",
          "PT0.1S",
          "PT10M",
          "After how long without an event a comment is sent on an event stream, so that proxies "
              + "do not take the connection for idle.");

  public static final Setting<Duration> EVENTS_STALL =
      Setting.duration(
          "events.stall",
          "PT1M",
          "PT0.1S",
          "PT1H",
          "How long the client of an event stream may read nothing, while there is something to "
              + "send, before the server ends the stream.");

  public static final Setting<Integer> LIST_LIMIT =
      Setting.number(
          "list.limit",
          1000,
          1,
          1_000_000,
          "How many lists may be in flight on a node: being read from the database, or waiting for "
              + "their turn. Further ones are answered with 503, and a list whose turn has not "
              + "come within `meanwhile.list.timeout` as well.");

  public static final Setting<Integer> LIST_CALLER_LIMIT =
      Setting.number(
          "list.caller-limit",
          8,
          1,
          1_000_000,
          "How many of the `meanwhile.list.limit` lists may be one caller's. Further ones are "
              + "answered with 429. A list that is held with `Prefer: wait` does not count.");

  public static final Setting<Integer> LIST_READS =
      Setting.number(
          "list.max-concurrent",
          4,
          1,
          10_000,
          "How many lists a node reads from the database at a time. Further ones wait for their "
              + "turn, in which callers alternate.");

  public static final Setting<Integer> LIST_CALLER_READS =
      Setting.number(
          "list.max-concurrent-per-caller",
          1,
          1,
          10_000,
          "How many of the `meanwhile.list.max-concurrent` lists may be one caller's.");

  @Override
  public String title() {
    return "Waiting clients";
  }
}
