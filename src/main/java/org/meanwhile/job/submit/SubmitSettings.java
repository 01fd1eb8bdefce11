package org.meanwhile.job.submit;

import org.meanwhile.platform.Setting;
import org.meanwhile.platform.SettingsGroup;

/** The limit of the queue and the quotas of callers. */
public final class SubmitSettings implements SettingsGroup {

  public static final Setting<Integer> QUEUE_MAX_WAITING =
      Setting.number(
              "queue.max-waiting",
              2_000_000,
              1,
              100_000_000,
              "How many jobs may wait, on all nodes together and those for later included. Further "
                  + "ones are answered with 503.")
          .formerly("queue.limit");

  public static final Setting<Integer> CALLER_MAX_UNFINISHED_JOBS =
      Setting.number(
              "caller.max-unfinished-jobs",
              2_000_000,
              1,
              100_000_000,
              "How many jobs a caller may have that wait or run, on all nodes together. Further ones "
                  + "are answered with 429.")
          .formerly("caller.limit");

  public static final Setting<Long> CALLER_MAX_BYTES =
      Setting.bytes(
          "caller.max-bytes",
          1L << 40,
          "How many bytes a caller may have stored: outputs that are kept, and files, which are "
              + "kept until their jobs expire. A caller with more creates no job (429) until some "
              + "are deleted or expire.");

  public static final Setting<Integer> CALLER_SUBMITS_PER_MINUTE =
      Setting.number(
          "caller.submits-per-minute",
          0,
          0,
          1_000_000,
          "How many jobs a caller may create a minute on each node. Further ones are answered with 429. "
              + "With `0` there is no limit.");

  public static final Setting<Integer> GROUP_MAX =
      Setting.number(
          "group.max",
          1_000_000,
          1,
          10_000_000,
          "How many members a group may have. A request with more is answered with 413. Members "
              + "count as jobs in all quotas, too.");

  @Override
  public String title() {
    return "Queue and quotas";
  }
}
