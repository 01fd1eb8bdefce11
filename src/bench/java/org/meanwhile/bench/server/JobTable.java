package org.meanwhile.bench.server;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Meanwhile's jobs, many of them, and their times. The only place that knows its tables: a job that
 * was submitted over HTTP is taken as it stands, with its rows in all tables, and multiplied.
 */
public final class JobTable {
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

  /** A request's row is written once, so its transaction is the one that stored the job. */
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

  /** The jobs in there. */
  public JobTable(Database database) {
    this.database = database;
    // Whether jobs are left is asked while they run: by the partial indexes, whatever the planner
    // thinks of a table that was full of waiting jobs when it was analysed.
    database.update("SET enable_seqscan = off");
  }

  /**
   * Replaces a job by many that are like it, each with an id of its own (version 7, as the server
   * makes them) and each a millisecond older than the one before.
   *
   * @param caller whose the copies are
   * @param due when the copies may start; null leaves that as it is
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
      // They wait for a slot, and as it were have done so since before the time that releases them.
      return "FALSE";
    }
    if (column.equals("run_at") && due != null) {
      return "TIMESTAMPTZ '" + due.atOffset(ZoneOffset.UTC) + "'";
    }
    boolean time = type.equals("timestamp with time zone");
    return "t." + column + (time ? " - b.n * INTERVAL '1 millisecond'" : "");
  }

  /** Forgets all jobs, and what belongs to them. */
  public void clear() {
    database.update("TRUNCATE job CASCADE");
    database.update("TRUNCATE content, chunk");
  }

  /**
   * For each job that came over HTTP and ended, how many milliseconds went by from the commit that
   * stored it: until the transaction began that claimed it, and until the transaction began that
   * ended it.
   */
  public List<double[]> pickups() {
    return database.query(PICKUPS).stream()
        .map(row -> new double[] {(Double) row[0], (Double) row[1]})
        .toList();
  }

  /** Ids of ended jobs, in no order. */
  public List<UUID> ended(int most) {
    return database
        .query("SELECT id FROM job WHERE status = 'SUCCEEDED' ORDER BY md5(id::text) LIMIT ?", most)
        .stream()
        .map(row -> (UUID) row[0])
        .toList();
  }

  /** Says that the records of all jobs end at a time, with their outputs. */
  public void end(Instant due) {
    Object time = due.atOffset(ZoneOffset.UTC);
    database.update("UPDATE job SET expires_at = ?, gone_at = ?, purge_at = ?", time, time, time);
  }

  /** Whether there are jobs whose record ended at a time. */
  public boolean areOver(Instant due) {
    return database.value(
        Boolean.class,
        "SELECT EXISTS (SELECT 1 FROM job WHERE purge_at <= ?)",
        due.atOffset(ZoneOffset.UTC));
  }

  /** How long the session that waits longest for a lock has done so; 0 when none does. */
  public double longestLockWaitMillis() {
    return database.value(Double.class, LOCK_WAIT);
  }

  /** The database's time. */
  public Instant now() {
    return database.time("SELECT clock_timestamp()");
  }

  /**
   * Waits, looking four times a second, which is cheap by the indexes.
   *
   * @param jobs how many were to end since they were due
   * @param due when they were due
   * @return from the first start to the last commit of an ending
   */
  public Duration untilDrained(int jobs, Instant due, Duration limit) {
    Wait.until("drained", limit, Duration.ofMillis(250), this::drained);
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

  /** Whether any job waits. */
  public boolean waits() {
    return database.value(
        Boolean.class, "SELECT EXISTS (SELECT 1 FROM job WHERE status = 'WAITING')");
  }

  private boolean drained() {
    return !waits()
        && !database.value(
            Boolean.class, "SELECT EXISTS (SELECT 1 FROM job WHERE status = 'RUNNING')");
  }
}
