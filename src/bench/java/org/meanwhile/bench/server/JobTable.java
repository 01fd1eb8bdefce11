package org.meanwhile.bench.server;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Creates many jobs, and reads their times. This class alone knows the tables of the WAR: it copies
 * the rows of a job that was submitted over HTTP, in all tables.
 */
public final class JobTable {
  /** The group, and the job that was run again, of the jobs whose origin was named. */
  public static final UUID ORIGIN = UUID.fromString("01900000-0000-7000-8000-000000000000");

  /** The schedule of the jobs whose origin was named. */
  public static final String SCHEDULE = "nightly";

  private static final String JOB = "job";
  private static final String JOB_ID = "job_id";

  private static final String NEW_IDS =
      """
      CREATE UNLOGGED TABLE IF NOT EXISTS bench_ids AS
      SELECT n, (lpad(to_hex((extract(epoch FROM clock_timestamp()) * 1000)::bigint), 12, '0')
                 || '7' || substr(md5(random()::text), 1, 3)
                 || '8' || substr(md5(random()::text), 1, 15))::uuid AS id
        FROM generate_series(1, ?) n
      """;

  private static final String COLUMNS =
      """
      SELECT column_name, data_type FROM information_schema.columns
       WHERE table_schema = 'public' AND table_name = ? AND is_generated = 'NEVER'
      """;

  private static final String TABLES_OF_JOBS =
      """
      SELECT c.table_name FROM information_schema.columns c
       WHERE c.table_schema = 'public' AND c.column_name = 'job_id'
       ORDER BY c.table_name
      """;

  /** A row of job_request is written once, so its transaction is the one that stored the job. */
  private static final String PICKUPS =
      """
      SELECT extract(epoch FROM j.started_at - pg_xact_commit_timestamp(r.xmin))::float8 * 1000,
             extract(epoch FROM j.finished_at - pg_xact_commit_timestamp(r.xmin))::float8 * 1000
        FROM job j JOIN job_request r ON r.job_id = j.id
       WHERE j.status = 'SUCCEEDED' AND j.caller = 'local'
      """;

  private static final String LOCK_WAIT =
      """
      SELECT coalesce(max(extract(epoch FROM clock_timestamp() - waitstart)), 0)::float8 * 1000
        FROM pg_locks WHERE NOT granted
      """;

  private final Database database;

  public JobTable(Database database) {
    this.database = database;
    // The tables were analysed when they were full of waiting jobs. Queries during the drain must
    // use the partial indexes all the same.
    database.update("SET enable_seqscan = off");
  }

  /**
   * Replaces a job by copies of it. Each copy has an id of its own (version 7, as the server
   * creates them) and is a millisecond older than the previous one.
   *
   * @param caller the caller of the copies
   * @param due the time at which the copies may start; null keeps that of the job
   */
  public void multiply(UUID job, int copies, String caller, Instant due) {
    database.update("DROP TABLE IF EXISTS bench_ids");
    database.update(NEW_IDS.replace("?", Integer.toString(copies)));
    database.update(copy(JOB, "id", caller, due), job);
    for (Object[] table : database.query(TABLES_OF_JOBS)) {
      database.update(copy((String) table[0], JOB_ID, caller, null), job);
    }
    database.update("DROP TABLE bench_ids");
    database.update("DELETE FROM job WHERE id = ?", job);
  }

  private String copy(String table, String key, String caller, Instant due) {
    List<Object[]> columns = database.query(COLUMNS, table);
    String names = columns.stream().map(c -> (String) c[0]).collect(Collectors.joining(", "));
    String values =
        columns.stream()
            .map(c -> value((String) c[0], (String) c[1], key, caller, due))
            .collect(Collectors.joining(", "));
    return "INSERT INTO %s (%s) SELECT %s FROM %s t CROSS JOIN bench_ids b WHERE t.%s = ? ORDER BY b.n"
        .formatted(table, names, values, table, key);
  }

  private static String value(String column, String type, String key, String caller, Instant due) {
    if (column.equals(key)) {
      return "b.id";
    }
    if (column.equals("caller")) {
      return "'" + caller + "'";
    }
    if (column.equals("scheduled")) {
      // The copies are waiting for a slot, as if their start time had passed.
      return "FALSE";
    }
    if (column.equals("run_at") && due != null) {
      return "TIMESTAMPTZ '" + due.atOffset(ZoneOffset.UTC) + "'";
    }
    boolean time = type.equals("timestamp with time zone");
    return "t." + column + (time ? " - b.n * INTERVAL '1 millisecond'" : "");
  }

  /** Gives this number of ended jobs each a group, a job that was run again, and a schedule. */
  public void nameOrigins(int jobs) {
    for (String origin :
        List.of(
            "group_id = '" + ORIGIN + "'",
            "rerun_of = '" + ORIGIN + "'",
            "schedule = '" + SCHEDULE + "'")) {
      database.update(
          "UPDATE job SET "
              + origin
              + " WHERE id IN (SELECT id FROM job ORDER BY md5(id::text) LIMIT ?)",
          jobs);
    }
  }

  /** Deletes all jobs and everything that belongs to them. */
  public void clear() {
    database.update("TRUNCATE job CASCADE");
    database.update("TRUNCATE content, chunk");
  }

  /**
   * Returns two times for each ended job that was submitted over HTTP, in milliseconds since the
   * commit that stored it: the begin of the transaction that claimed it, and the begin of the
   * transaction that ended it.
   */
  public List<double[]> pickups() {
    return database.query(PICKUPS).stream()
        .map(row -> new double[] {(Double) row[0], (Double) row[1]})
        .toList();
  }

  /** The same for jobs that were created since then. */
  public List<double[]> pickups(Instant since) {
    return database
        .query(PICKUPS + " AND j.created_at >= ?", since.atOffset(ZoneOffset.UTC))
        .stream()
        .map(row -> new double[] {(Double) row[0], (Double) row[1]})
        .toList();
  }

  /** The number of jobs that are stored. */
  public long count() {
    return database.value(Long.class, "SELECT count(*) FROM job");
  }

  /** Returns ids of ended jobs, in random order. */
  public List<UUID> ended(int limit) {
    return database
        .query(
            "SELECT id FROM job WHERE status = 'SUCCEEDED' ORDER BY md5(id::text) LIMIT ?", limit)
        .stream()
        .map(row -> (UUID) row[0])
        .toList();
  }

  /** Sets the time at which all jobs and their outputs expire. */
  public void expireAt(Instant due) {
    Object time = due.atOffset(ZoneOffset.UTC);
    database.update("UPDATE job SET expires_at = ?, gone_at = ?, purge_at = ?", time, time, time);
  }

  /** Whether jobs that expire at this time are still stored. */
  public boolean areExpired(Instant due) {
    return database.value(
        Boolean.class,
        "SELECT EXISTS (SELECT 1 FROM job WHERE purge_at <= ?)",
        due.atOffset(ZoneOffset.UTC));
  }

  /** The longest current wait of a session for a lock; 0 when none waits. */
  public double longestLockWaitMillis() {
    return database.value(Double.class, LOCK_WAIT);
  }

  /** The time of the database's clock. */
  public Instant now() {
    return database.time("SELECT clock_timestamp()");
  }

  /**
   * Waits until no job waits or runs, checking every 250 ms, which is cheap by the indexes.
   *
   * @param jobs the number of jobs that must have succeeded since {@code due}
   * @param due the time at which the jobs became due
   * @return the time from the first start to the last commit that ended a job
   */
  public Duration untilDrained(int jobs, Instant due, Duration limit) {
    Wait.until("drained", limit, Duration.ofMillis(250), this::isDrained);
    Object since = due.atOffset(ZoneOffset.UTC);
    long ended =
        database.value(
            Long.class,
            "SELECT count(*) FROM job WHERE status = 'SUCCEEDED' AND started_at >= ?",
            since);
    if (ended != jobs) {
      throw new IllegalStateException(ended + " of " + jobs + " jobs ended");
    }
    Instant first = database.time("SELECT min(started_at) FROM job WHERE started_at >= ?", since);
    Instant last =
        database.time(
            "SELECT max(pg_xact_commit_timestamp(xmin)) FROM job WHERE started_at >= ?", since);
    return Duration.between(first, last);
  }

  /** Whether a job is waiting. */
  public boolean waits() {
    return database.value(
        Boolean.class, "SELECT EXISTS (SELECT 1 FROM job WHERE status = 'WAITING')");
  }

  /** Whether no job waits or runs. */
  public boolean isDrained() {
    return !waits()
        && !database.value(
            Boolean.class, "SELECT EXISTS (SELECT 1 FROM job WHERE status = 'RUNNING')");
  }
}
