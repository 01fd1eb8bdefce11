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
import java.util.UUID;
import org.meanwhile.database.Database;
import org.meanwhile.database.Rows;
import org.meanwhile.job.JobError;
import org.meanwhile.job.JobId;
import org.meanwhile.job.Lease;

/**
 * The runs of a job that did not end it. Kept in the transaction that gives the job back, so that
 * none is lost; a job that succeeds or fails at its first attempt costs nothing.
 */
@ApplicationScoped
public class Attempts {
  /** Only restarts of nodes can make more. */
  private static final int MOST = 100;

  /** How a run ended that did not end its job. */
  public enum Outcome {
    /** It failed and may be tried again. */
    FAILED,
    /** Its node was not seen any more; it does not count as an attempt. */
    CRASHED,
    /** Its node was stopped in good order; it does not count as an attempt. */
    HANDED_BACK
  }

  /** One such run; the error is of those that failed. */
  public record Attempt(
      int number,
      String node,
      Optional<Instant> startedAt,
      Instant endedAt,
      Outcome outcome,
      Optional<String> errorCode,
      Optional<String> errorMessage) {}

  /**
   * What is behind a job's status.
   *
   * @param node where it runs, or where its last run was; absent while it waits, and of a node that
   *     went more than a week ago
   * @param checkpointBytes the size of what the next attempt would go on from
   * @param attempts the latest first
   */
  public record History(
      Optional<String> node, Optional<Integer> checkpointBytes, List<Attempt> attempts) {}

  private Database database;

  /** For the container's proxy. */
  protected Attempts() {}

  /** Attempts in the given database. */
  @Inject
  public Attempts(Database database) {
    this.database = database;
  }

  /** The history of a job; an empty one when there is no such job. */
  public History of(JobId job) {
    return database.transaction(
        c -> {
          List<Attempt> attempts =
              Rows.query(c, RunSql.ATTEMPTS, Attempts::attempt, job.value(), MOST);
          return Rows.query(
                  c,
                  RunSql.WHERE_IT_RUNS,
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
   * Gives a lease back by a guarded update, and keeps the run when that held. Not before: two who
   * give back the same lease would meet in this table, and the loser fail instead of losing.
   *
   * @param error why the run failed, or null
   * @return whether the lease held
   */
  static boolean release(
      Connection c, Lease lease, Outcome outcome, JobError error, Database.Work<Integer> update)
      throws SQLException {
    UUID job = lease.job().value();
    List<OffsetDateTime> start =
        Rows.query(
            c,
            RunSql.ATTEMPT_START,
            row -> row.getObject(1, OffsetDateTime.class),
            job,
            lease.claim());
    if (update.on(c) == 0) {
      return false;
    }
    Rows.update(
        c,
        RunSql.ATTEMPT_KEEP,
        outcome == Outcome.FAILED ? 0 : 1,
        lease.node(),
        start.isEmpty() ? null : start.get(0),
        outcome.name(),
        error == null ? null : error.code(),
        error == null ? null : error.message(),
        job);
    return true;
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
