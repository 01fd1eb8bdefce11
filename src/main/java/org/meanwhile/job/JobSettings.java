package org.meanwhile.job;

import java.time.Duration;
import java.util.Optional;
import org.meanwhile.platform.Setting;
import org.meanwhile.platform.SettingRow;
import org.meanwhile.platform.SettingsGroup;

/** Limits of what a job may request, and the settings that all nodes that run jobs share. */
public final class JobSettings implements SettingsGroup {

  public static final Setting<Duration> RETAIN_DEFAULT =
      Setting.duration(
              "retain.default",
              "PT24H",
              "PT0S",
              "P3650D",
              "How long the output of a job is kept after the job's end, when the request has no "
                  + "`retain`. Must not exceed `meanwhile.retain.max`.")
          .formerly("retain");

  public static final Setting<Duration> RETAIN_MAX =
      Setting.duration(
              "retain.max",
              "P30D",
              "PT1S",
              "P3650D",
              "The longest `retain` that a request may ask for. A longer one is answered with 400.")
          .formerly("retain-max");

  public static final Setting<Duration> TOMBSTONE_RETAIN =
      Setting.duration(
              "tombstone.retain",
              "P7D",
              "PT0S",
              "P3650D",
              "How long the record of a job, its callbacks included, is kept after the output "
                  + "has expired. The output is answered with 410 until then, and the job with 404 "
                  + "afterwards.")
          .formerly("tombstone");

  public static final Setting<Duration> TIMEOUT_DEFAULT =
      Setting.duration(
              "timeout.default",
              "PT24H",
              "PT0.001S",
              "P365D",
              "How long each attempt of a job may run, when the request has no `timeout`. One that "
                  + "takes longer is interrupted, and the job fails with the code `timed-out`. "
                  + "Must not exceed `meanwhile.timeout.max`.")
          .formerly("timeout");

  public static final Setting<Duration> TIMEOUT_MAX =
      Setting.duration(
              "timeout.max",
              "P7D",
              "PT1S",
              "P365D",
              "The longest `timeout` that a request may ask for. A longer one is answered with 400.")
          .formerly("timeout-max");

  public static final Setting<Duration> START_MAX =
      Setting.duration(
          "start-max",
          "P366D",
          "PT0S",
          "P3650D",
          "How far in the future the `startAt` of a request may be. A later one is answered "
              + "400.");

  public static final Setting<Integer> LABELS_MAX_COUNT =
      Setting.number(
              "labels.max-count",
              16,
              0,
              64,
              "How many labels a job may have. A request with more is answered with 400.")
          .formerly("labels.max");

  public static final Setting<Long> FILE_MAX_BYTES =
      Setting.bytes(
          "file.max-bytes",
          16L << 30,
          "The largest file that may come with a job, in bytes. A larger one is answered with 413.");

  public static final Setting<Long> OUTPUT_MAX_BYTES =
      Setting.bytes(
          "output.max-bytes",
          64L << 30,
          "The largest output of a job, in bytes. A job that writes more fails with the code "
              + "`output-too-large` and the status 507.");

  public static final Setting<Duration> LIST_TIMEOUT =
      Setting.duration(
          "list.timeout",
          "PT10S",
          "PT1S",
          "PT10M",
          "How long the database may take for a list, and again for its counts. A list that takes longer is "
              + "answered with 503.");

  public static final Setting<Integer> SLOTS =
      Setting.number(
          "work.slots",
          8,
          1,
          10_000,
          "How many jobs a node runs at a time. Further jobs wait in the queue.");

  public static final SettingRow SLOTS_OF_OPERATION =
      new SettingRow(
          SLOTS.name() + ".<operation>",
          "",
          SLOTS.constraint(),
          "How many of the `meanwhile.work.slots` of a node may run this operation at a time. "
              + "Without it the operation may use all of them.");

  public static final Setting<Optional<Integer>> CALLER_SLOTS =
      Setting.declare(
          "work.caller-slots",
          "",
          text -> text.isEmpty() ? Optional.empty() : Optional.of(Integer.valueOf(text)),
          most -> most.isEmpty() || most.get() >= 1 && most.get() <= 10_000,
          "a whole number from 1 to 10000, or empty",
          "How many of the `meanwhile.work.slots` of a node one caller's jobs may take at a time, "
              + "runs that were cut off and have not returned among them. Its further jobs wait. "
              + "Empty: all but a quarter, and at least one less than all where there are two or "
              + "more; the same of the slots of an operation. In mode `local`, which has one "
              + "caller: all. See [Fairness and quotas](fairness-and-quotas.md).");

  public static final Setting<Integer> MAX_CRASHES =
      Setting.number(
              "work.max-crashes",
              3,
              1,
              100,
              "How many nodes may die while they run a job, or workers be lost that have leased it. "
                  + "At the last of them the job fails with "
                  + "the code `poison`, instead of going back to the queue.")
          .formerly("work.crashes");

  public static final Setting<Duration> BACK_OFF =
      Setting.duration(
          "work.back-off",
          "PT1S",
          "PT0.01S",
          "PT1H",
          "The delay before the second attempt of a job, after a failure that may pass. It doubles "
              + "with each further attempt, up to `meanwhile.work.back-off-max`; a random part of "
              + "up to one half is taken off.");

  public static final Setting<Duration> BACK_OFF_MAX =
      Setting.duration(
          "work.back-off-max",
          "PT5M",
          "PT0.01S",
          "P1D",
          "The longest delay before an attempt of a job.");

  public static final Setting<Duration> HEARTBEAT =
      Setting.duration(
          "work.heartbeat",
          "PT5S",
          "PT0.1S",
          "PT1M",
          "How often a node writes to the database that it is alive, and looks for nodes that "
              + "are not.");

  public static final Setting<Duration> DEAD_AFTER =
      Setting.duration(
          "work.dead-after",
          "PT30S",
          "PT1S",
          "PT1H",
          "After how long without a heartbeat a node counts as dead: other nodes then give its "
              + "running jobs back to the queue. A node that could not write its heartbeat for "
              + "two thirds of this time stops its runs. At least twice "
              + "`meanwhile.work.heartbeat`.");

  @Override
  public String title() {
    return "Jobs";
  }

  @Override
  public void check(Values values) {
    SettingsGroup.refuseAbove(values, RETAIN_DEFAULT, RETAIN_MAX);
    SettingsGroup.refuseAbove(values, TIMEOUT_DEFAULT, TIMEOUT_MAX);
    if (values.get(DEAD_AFTER).compareTo(values.get(HEARTBEAT).multipliedBy(2)) < 0) {
      throw new IllegalArgumentException(
          DEAD_AFTER.name() + " must be at least twice " + HEARTBEAT.name());
    }
  }
}
