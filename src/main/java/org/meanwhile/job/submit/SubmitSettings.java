package org.meanwhile.job.submit;

import org.meanwhile.platform.Setting;
import org.meanwhile.platform.SettingsGroup;

/** The limit of the queue and the quotas of callers. */
public final class SubmitSettings implements SettingsGroup {

  public static final Setting<Integer> QUEUE_MAX_WAITING =
      Setting.number(
              "queue.max-waiting",
              100_000,
              1,
              100_000_000,
              "how many jobs may wait; more are answered 503")
          .formerly("queue.limit");

  public static final Setting<Integer> CALLER_MAX_UNFINISHED_JOBS =
      Setting.number(
              "caller.max-unfinished-jobs",
              100_000,
              1,
              100_000_000,
              "how many unfinished jobs a caller may have; more are answered 429")
          .formerly("caller.limit");

  public static final Setting<Long> CALLER_MAX_BYTES =
      Setting.bytes(
          "caller.max-bytes",
          1L << 40,
          "how many bytes a caller may have stored, outputs and files; who has more creates "
              + "no jobs: 429");

  public static final Setting<Integer> CALLER_SUBMITS_PER_MINUTE =
      Setting.number(
          "caller.submits-per-minute",
          0,
          0,
          1_000_000,
          "how many jobs a caller may create a minute on a node; more are answered 429. "
              + "`0`: any number");

  @Override
  public String title() {
    return "Queue and quotas";
  }
}
