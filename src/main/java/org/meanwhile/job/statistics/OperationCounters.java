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
 * Counts what happens to the jobs of each operation on this node, and adds it now and then to what
 * all nodes counted in the same minute. A node that is killed forgets what it has not told yet: a
 * few seconds.
 */
@ApplicationScoped
public class OperationCounters {
  /** Twice what is shown. */
  private static final int KEPT_MINUTES = 120;

  /** Counts of one operation; times in milliseconds are sums. */
  public record Tally(
      long started,
      long waitedMillis,
      long ran,
      long ranMillis,
      long succeeded,
      long failed,
      long canceled) {
    private Tally plus(Tally other) {
      return new Tally(
          started + other.started,
          waitedMillis + other.waitedMillis,
          ran + other.ran,
          ranMillis + other.ranMillis,
          succeeded + other.succeeded,
          failed + other.failed,
          canceled + other.canceled);
    }
  }

  private final Map<String, Tally> untold = new ConcurrentHashMap<>();
  private Database database;

  /** For the container's proxy. */
  protected OperationCounters() {}

  /** Tallies in the given database. */
  @Inject
  public OperationCounters(Database database) {
    this.database = database;
  }

  void started(String operation, Duration waited) {
    add(operation, new Tally(1, waited.toMillis(), 0, 0, 0, 0, 0));
  }

  void ran(String operation, Duration time) {
    add(operation, new Tally(0, 0, 1, time.toMillis(), 0, 0, 0));
  }

  void ended(@Observes(during = TransactionPhase.AFTER_SUCCESS) JobsEnded event) {
    event.jobs().forEach(job -> ended(job.operation(), job.status()));
  }

  private void ended(String operation, JobStatus status) {
    switch (status) {
      case SUCCEEDED -> add(operation, new Tally(0, 0, 0, 0, 1, 0, 0));
      case FAILED -> add(operation, new Tally(0, 0, 0, 0, 0, 1, 0));
      case CANCELED -> add(operation, new Tally(0, 0, 0, 0, 0, 0, 1));
      case WAITING, RUNNING -> {}
    }
  }

  private void add(String operation, Tally tally) {
    untold.merge(operation, tally, Tally::plus);
  }

  /** Adds what was counted since the last time; what could not be told is kept for the next. */
  public void tell() {
    Map<String, Tally> telling = new HashMap<>();
    untold.keySet().forEach(operation -> telling.put(operation, untold.remove(operation)));
    if (telling.isEmpty()) {
      return;
    }
    try {
      database.transaction(c -> store(c, telling));
    } catch (DatabaseFailure e) {
      // Another node may have begun the same minute at the same time.
      telling.forEach(this::add);
    }
  }

  private static int store(Connection c, Map<String, Tally> telling) throws SQLException {
    long minute = minute(c);
    for (String operation : telling.keySet().stream().sorted().toList()) {
      Tally t = telling.get(operation);
      Rows.update(c, StatisticsSql.TALLY_BEGIN, minute, operation, minute, operation);
      Rows.update(
          c,
          StatisticsSql.TALLY_ADD,
          t.started,
          t.waitedMillis,
          t.ran,
          t.ranMillis,
          t.succeeded,
          t.failed,
          t.canceled,
          minute,
          operation);
    }
    return Rows.update(c, StatisticsSql.TALLIES_FORGET, minute - KEPT_MINUTES);
  }

  /** Minutes since the epoch, by the database's clock. */
  static long minute(Connection c) throws SQLException {
    return Rows.query(c, StatisticsSql.MINUTE, row -> row.getLong(1)).get(0);
  }
}
