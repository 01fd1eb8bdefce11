package org.meanwhile.job.statistics;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.meanwhile.database.Database;
import org.meanwhile.database.DatabaseFailure;
import org.meanwhile.database.Rows;
import org.meanwhile.job.JobStatus;
import org.meanwhile.job.JobsEnded;

/**
 * Counts what happens to the jobs of each operation on this node. The counts are flushed to the
 * database now and then, where all nodes add up their minutes. Weakness: a node that is killed
 * loses what it has not flushed, a few seconds. Safe for many threads.
 */
@ApplicationScoped
public class OperationCounters {
  /** Twice the hour that the overview shows. */
  private static final int KEPT_MINUTES = 120;

  /** The counts of one operation; times are sums. */
  public record Counts(
      long started,
      long waitedMillis,
      long ran,
      long ranMillis,
      long succeeded,
      long failed,
      long canceled) {
    private Counts plus(Counts other) {
      return new Counts(
          started + other.started,
          waitedMillis + other.waitedMillis,
          ran + other.ran,
          ranMillis + other.ranMillis,
          succeeded + other.succeeded,
          failed + other.failed,
          canceled + other.canceled);
    }
  }

  private final Map<String, Counts> unflushed = new ConcurrentHashMap<>();
  private Database database;

  /** For the container's proxy. */
  protected OperationCounters() {}

  @Inject
  public OperationCounters(Database database) {
    this.database = database;
  }

  void started(String operation, Duration waited) {
    add(operation, new Counts(1, waited.toMillis(), 0, 0, 0, 0, 0));
  }

  void ran(String operation, Duration time) {
    add(operation, new Counts(0, 0, 1, time.toMillis(), 0, 0, 0));
  }

  void ended(@Observes(during = TransactionPhase.AFTER_SUCCESS) JobsEnded event) {
    event.jobs().forEach(job -> ended(job.operation(), job.status()));
  }

  private void ended(String operation, JobStatus status) {
    switch (status) {
      case SUCCEEDED -> add(operation, new Counts(0, 0, 0, 0, 1, 0, 0));
      case FAILED -> add(operation, new Counts(0, 0, 0, 0, 0, 1, 0));
      case CANCELED -> add(operation, new Counts(0, 0, 0, 0, 0, 0, 1));
      case WAITING, RUNNING -> {}
    }
  }

  private void add(String operation, Counts counts) {
    unflushed.merge(operation, counts, Counts::plus);
  }

  /** Adds the counts since the last flush to the database; keeps them when that fails. */
  public void flush() {
    Map<String, Counts> flushing = new HashMap<>();
    unflushed.keySet().forEach(operation -> flushing.put(operation, unflushed.remove(operation)));
    if (flushing.isEmpty()) {
      return;
    }
    try {
      database.transaction(c -> store(c, flushing));
    } catch (DatabaseFailure e) {
      // Another node may have begun the same minute at the same time.
      flushing.forEach(this::add);
    }
  }

  private static int store(Connection c, Map<String, Counts> flushing) throws SQLException {
    long minute = minute(c);
    for (String operation : flushing.keySet().stream().sorted().toList()) {
      Counts counts = flushing.get(operation);
      Rows.update(c, StatisticsSql.MINUTE_BEGIN, minute, operation, minute, operation);
      Rows.update(
          c,
          StatisticsSql.MINUTE_ADD,
          counts.started,
          counts.waitedMillis,
          counts.ran,
          counts.ranMillis,
          counts.succeeded,
          counts.failed,
          counts.canceled,
          minute,
          operation);
    }
    return Rows.update(c, StatisticsSql.MINUTES_FORGET, minute - KEPT_MINUTES);
  }

  /** Minutes since the epoch, by the database's clock. */
  static long minute(Connection c) throws SQLException {
    return Rows.query(c, StatisticsSql.MINUTE, row -> row.getLong(1)).get(0);
  }
}
