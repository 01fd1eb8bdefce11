package org.meanwhile.job.run;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import org.meanwhile.database.Database;
import org.meanwhile.database.Rows;
import org.meanwhile.job.JobError;
import org.meanwhile.job.JobId;
import org.meanwhile.job.Lease;

/**
 * The history of runs that did not end their job. A run is logged by the transaction that releases
 * its job, so none is lost; a job that ends with its first attempt costs nothing.
 *
 * <p>Not to be called inside a container transaction. Safe for many threads.
 */
@ApplicationScoped
public class Attempts {
  /** Attempts shown. A job can exceed this only by restarts of nodes. */
  private static final int MAX_SHOWN = 100;

  public enum Outcome {
    /** The run failed, and the job may be attempted again. */
    FAILED,
    /** Its node died; the run does not count as an attempt. */
    CRASHED,
    /** Its node stopped in good order; the run does not count as an attempt. */
    HANDED_BACK
  }

  /**
   * A run.
   *
   * @param endedAt of a crash, its node's last heartbeat: nobody knows how long the run went on
   *     after that
   * @param node empty when the node has been forgotten
   * @param errorCode empty unless the run failed
   */
  public record Attempt(
      int number,
      String node,
      Optional<Instant> startedAt,
      Instant endedAt,
      Outcome outcome,
      Optional<String> errorCode,
      Optional<String> errorMessage) {}

  /**
   * Where a job runs, and its earlier runs.
   *
   * @param node where the job runs, or ran last; empty while it waits, and when the node died more
   *     than a week ago
   * @param checkpointBytes the size of the checkpoint from which the next attempt would resume
   * @param attempts the latest first; at most 100
   */
  public record History(
      Optional<String> node, Optional<Integer> checkpointBytes, List<Attempt> attempts) {}

  private Database database;

  /** For the container's proxy. */
  protected Attempts() {}

  @Inject
  public Attempts(Database database) {
    this.database = database;
  }

  /** Returns the history of a job; an empty one when there is no such job. */
  public History of(JobId job) {
    return database.transaction(
        c -> {
          List<Attempt> attempts =
              Rows.query(c, RunSql.ATTEMPTS, Attempts::attempt, job.value(), MAX_SHOWN);
          return Rows.query(
                  c,
                  RunSql.NODE_OF_JOB,
                  row ->
                      new History(
                          Optional.ofNullable(row.getString("name")),
                          Optional.ofNullable(Rows.intOrNull(row, "checkpoint_bytes")),
                          attempts),
                  job.value())
              .stream()
              .findFirst()
              .orElse(new History(Optional.empty(), Optional.empty(), attempts));
        });
  }

  /**
   * Releases a lease by a guarded update, and logs the run if the lease held. Not in the other
   * order: of two that release the same lease, the later one would violate this table's key instead
   * of losing.
   *
   * @param error why the run failed; null unless it failed
   * @param agoMillis how long ago the run ended; of a crash its node's last heartbeat tells
   * @param update returns how many rows it changed
   * @return whether the lease held
   */
  static boolean release(
      Connection c,
      Lease lease,
      Outcome outcome,
      JobError error,
      long agoMillis,
      Database.Work<Integer> update)
      throws SQLException {
    List<OffsetDateTime> start = start(c, lease);
    if (update.on(c) == 0) {
      return false;
    }
    insert(c, lease, outcome, outcome == Outcome.FAILED ? 0 : 1, start, error, agoMillis);
    return true;
  }

  /**
   * Logs a run whose node died, of a job that this ends: {@link #release} logs the others.
   *
   * @param startedAt by {@link #start}, before the job was ended
   */
  static void insertLast(Connection c, Lease lease, List<OffsetDateTime> startedAt)
      throws SQLException {
    insert(c, lease, Outcome.CRASHED, 0, startedAt, null, 0);
  }

  /** When the lease's run started; empty when the lease is lost. */
  static List<OffsetDateTime> start(Connection c, Lease lease) throws SQLException {
    return Rows.query(
        c,
        RunSql.ATTEMPT_START,
        row -> row.getObject(1, OffsetDateTime.class),
        lease.job().value(),
        lease.claim());
  }

  /**
   * @param numberOffset what the release has taken off the job's number of attempts
   */
  private static void insert(
      Connection c,
      Lease lease,
      Outcome outcome,
      int numberOffset,
      List<OffsetDateTime> startedAt,
      JobError error,
      long agoMillis)
      throws SQLException {
    Rows.update(
        c,
        RunSql.ATTEMPT_INSERT,
        numberOffset,
        outcome.name(),
        error == null ? null : error.code(),
        error == null ? null : error.message(),
        lease.node(),
        startedAt.isEmpty() ? null : startedAt.get(0),
        outcome == Outcome.CRASHED ? lease.node() : null,
        agoMillis,
        lease.job().value());
  }

  private static Attempt attempt(ResultSet row) throws SQLException {
    return new Attempt(
        row.getInt("number"),
        row.getString("node"),
        Optional.ofNullable(Rows.instant(row, "started_at")),
        Rows.instant(row, "ended_at"),
        Outcome.valueOf(row.getString("outcome")),
        Optional.ofNullable(row.getString("error_code")),
        Optional.ofNullable(row.getString("error_message")));
  }
}
