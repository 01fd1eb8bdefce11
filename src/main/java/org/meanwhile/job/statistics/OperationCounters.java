package org.meanwhile.job.statistics;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.meanwhile.database.Database;
import org.meanwhile.database.DatabaseFailure;
import org.meanwhile.database.Rows;
import org.meanwhile.job.JobSettings;
import org.meanwhile.job.JobsEnded;
import org.meanwhile.platform.Role;
import org.meanwhile.platform.Settings;

/**
 * Counts what happens to the jobs of each operation on this node. The counts are flushed to the
 * database with each heartbeat, where all nodes add up their minutes. Weakness: a node that is
 * killed loses what it has not flushed, the seconds of {@code meanwhile.work.heartbeat}. Safe for
 * many threads.
 */
@ApplicationScoped
public class OperationCounters {
  /** All operations together; no operation has this name. */
  static final String ALL = "*";

  private final Map<String, OperationTally> tallies = new ConcurrentHashMap<>();
  private Database database;
  private int slots;
  private long flushedNanos = System.nanoTime();

  /** For the container's proxy. */
  protected OperationCounters() {}

  @Inject
  public OperationCounters(Database database, Settings settings) {
    this.database = database;
    this.slots = settings.plays(Role.WORK) ? settings.get(JobSettings.SLOTS) : 0;
  }

  private OperationTally tally(String operation) {
    return tallies.computeIfAbsent(operation, name -> new OperationTally());
  }

  void made(String operation, long jobs) {
    tally(operation).made(jobs);
  }

  void started(String operation, Duration waited) {
    tally(operation).waited(waited);
  }

  void ran(String operation, Duration time) {
    tally(operation).ran(time);
  }

  void slotTaken(String operation) {
    tally(operation).slotTaken(System.nanoTime());
  }

  void slotFreed(String operation) {
    tally(operation).slotFreed(System.nanoTime());
  }

  void ended(@Observes(during = TransactionPhase.AFTER_SUCCESS) JobsEnded event) {
    event.jobs().forEach(job -> tally(job.operation()).ended(job.status()));
  }

  /** Adds the counts since the last flush to the database; keeps them when that fails. */
  public synchronized void flush() {
    long nowNanos = System.nanoTime();
    Map<String, Counts> flushing = new TreeMap<>();
    tallies.forEach((operation, tally) -> flushing.put(operation, tally.take(nowNanos)));
    flushing.values().removeIf(Counts.NONE::equals);
    Map<String, Counts> all = new TreeMap<>(flushing);
    if (slots > 0) {
      all.put(ALL, Counts.ofSlots(slots(flushing, nowNanos - flushedNanos)));
    }
    if (all.isEmpty()) {
      return;
    }
    try {
      database.transaction(c -> store(c, all));
      flushedNanos = nowNanos;
    } catch (DatabaseFailure e) {
      // Another node may have begun the same minute at the same time.
      flushing.forEach((operation, counts) -> tally(operation).add(counts));
    }
  }

  private Counts.Slots slots(Map<String, Counts> flushing, long sinceNanos) {
    long takenMillis =
        flushing.values().stream().mapToLong(counts -> counts.slots().takenMillis()).sum();
    return new Counts.Slots(takenMillis, slots * Duration.ofNanos(sinceNanos).toMillis());
  }

  /** In the order of names, so that nodes do not wait for each other in a circle. */
  private static int store(Connection c, Map<String, Counts> flushing) throws SQLException {
    long minute = minute(c);
    int stored = 0;
    for (Map.Entry<String, Counts> each : flushing.entrySet()) {
      stored += add(c, minute, each.getKey(), each.getValue());
    }
    return stored;
  }

  private static int add(Connection c, long minute, String operation, Counts counts)
      throws SQLException {
    Rows.update(c, StatisticsSql.MINUTE_BEGIN, minute, operation, minute, operation);
    Counts before =
        Rows.query(c, StatisticsSql.MINUTE_LOCK, CountsRow::counts, minute, operation).get(0);
    List<Object> values = CountsRow.values(before.plus(counts));
    values.add(minute);
    values.add(operation);
    return Rows.update(c, StatisticsSql.MINUTE_SET, values.toArray());
  }

  /** Minutes since the epoch, by the database's clock. */
  static long minute(Connection c) throws SQLException {
    return Rows.query(c, StatisticsSql.MINUTE, row -> row.getLong(1)).get(0);
  }
}
