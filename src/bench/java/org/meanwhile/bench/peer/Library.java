package org.meanwhile.bench.peer;

/** The peers. */
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
      "TRUNCATE qrtz_triggers, qrtz_fired_triggers, qrtz_job_details CASCADE");

  private final String title;
  private final String left;
  private final String clear;

  Library(String title, String left, String clear) {
    this.title = title;
    this.left = left;
    this.clear = clear;
  }

  /** For a table's reader. */
  public String title() {
    return title;
  }

  /** Counts the jobs that are not done. */
  String left() {
    return left;
  }

  /** Forgets all jobs. */
  String clear() {
    return clear;
  }

  /** Of its database. */
  String database() {
    return "bench_" + name().toLowerCase(java.util.Locale.ROOT);
  }
}
