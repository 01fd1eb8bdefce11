package org.meanwhile.work;

import java.time.Duration;
import org.meanwhile.platform.Setting;
import org.meanwhile.platform.SettingsGroup;

/** How this node runs jobs. */
public final class WorkSettings implements SettingsGroup {

  public static final Setting<Duration> POLL_INTERVAL =
      Setting.duration(
              "work.poll-interval",
              "PT0.5S",
              "PT0.05S",
              "PT1M",
              "How often a node looks in the database for jobs that are due: those for later, and "
                  + "those that other nodes accepted or gave back.")
          .formerly("work.sweep");

  public static final Setting<Duration> CANCEL_GRACE =
      Setting.duration(
              "work.cancel-grace",
              "PT10S",
              "PT0S",
              "PT10M",
              "How long an interrupted run may take to stop. Then it is cut off: the job's end is "
                  + "stored without it, and what the run still returns is dropped. Until it "
                  + "returns, it counts as one of its caller's slots, and the node has a spare slot "
                  + "in its place. A node that stops waits for its runs for as long.")
          .formerly("work.grace");

  public static final Setting<Duration> PROGRESS_INTERVAL =
      Setting.duration(
              "work.progress-interval",
              "PT0.5S",
              "PT0.05S",
              "PT1M",
              "How often a node writes the progress of its runs to the database, where clients see it.")
          .formerly("work.progress");

  @Override
  public String title() {
    return "Work";
  }
}
