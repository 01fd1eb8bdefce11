package org.meanwhile.bench.peer;

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
      "TRUNCATE qrtz_triggers, qrtz_fired_triggers, qrtz_job_details CASCADE");

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
    return "bench_" + name().toLowerCase(java.util.Locale.ROOT);
  }
}
