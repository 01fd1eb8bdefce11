package org.meanwhile.bench.peer;

import java.util.List;
import java.util.Locale;

/** The peers that the WAR is compared with. */
public enum Library {
  DB_SCHEDULER(
      "db-scheduler 16.7.1, lock-and-fetch",
      "SELECT count(*) FROM scheduled_tasks",
      "TRUNCATE scheduled_tasks"),
  JOBRUNR(
      "JobRunr 8.7.0",
      "SELECT count(*) FROM jobrunr_jobs WHERE state <> 'SUCCEEDED'",
      "TRUNCATE jobrunr_jobs"),
  QUARTZ(
      "Quartz 2.5.2, clustered",
      "SELECT (SELECT count(*) FROM qrtz_triggers) + (SELECT count(*) FROM qrtz_fired_triggers)",
      "TRUNCATE qrtz_triggers, qrtz_fired_triggers, qrtz_job_details CASCADE"),
  PG_BOSS(
      "pg-boss 10.4.2, batches of 50",
      "SELECT count(*) FROM pgboss.job WHERE state < 'completed'",
      "TRUNCATE pgboss.job"),
  GRAPHILE_WORKER(
      "graphile-worker 0.17.3, local queue of 500",
      "SELECT count(*) FROM graphile_worker._private_jobs",
      "TRUNCATE graphile_worker._private_jobs");

  /** The peers that run in a JVM, with jobs that do nothing. */
  public static final List<Library> ON_JVM = List.of(DB_SCHEDULER, JOBRUNR, QUARTZ);

  /** The peers that can be compared at short handlers and any number of workers. */
  public static final List<Library> FOR_SHORT_JOBS =
      List.of(DB_SCHEDULER, PG_BOSS, GRAPHILE_WORKER);

  private final String title;
  private final String countUnfinished;
  private final String clear;

  Library(String title, String countUnfinished, String clear) {
    this.title = title;
    this.countUnfinished = countUnfinished;
    this.clear = clear;
  }

  /** The title in the table. */
  public String title() {
    return title;
  }

  /** True when the peer runs on Node.js, false when it runs on a JVM. */
  boolean isOnNodeJs() {
    return this == PG_BOSS || this == GRAPHILE_WORKER;
  }

  /** The query that counts the unfinished jobs. */
  String countUnfinished() {
    return countUnfinished;
  }

  /** The statement that deletes all jobs. */
  String clear() {
    return clear;
  }

  /** The name of its database. */
  String database() {
    return "bench_" + name().toLowerCase(Locale.ROOT);
  }
}
