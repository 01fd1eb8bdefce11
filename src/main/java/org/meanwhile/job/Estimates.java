package org.meanwhile.job;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What is likely: a job's place in the queue, and how long runs of its operation take. From one
 * ranked read for all who ask, at most every {@value #FRESH_MILLIS} ms, never one for each.
 */
@ApplicationScoped
public class Estimates {
  private static final int FRESH_MILLIS = 1000;
  private static final int RANKED = 10_000;

  private record Snapshot(long takenNanos, Map<UUID, Integer> ranks, Map<String, Duration> runs) {}

  private final ReentrantLock refreshing = new ReentrantLock();
  private volatile Snapshot snapshot;
  private Database database;

  /** For the container's proxy. */
  protected Estimates() {}

  /** Estimates from the given database. */
  @Inject
  public Estimates(Database database) {
    this.database = database;
  }

  /**
   * The place of a waiting job that is due, from 1; empty when it is not known, or beyond the first
   * 10,000.
   */
  public OptionalInt queuePosition(JobId job) {
    Integer rank = current().ranks().get(job.value());
    return rank == null ? OptionalInt.empty() : OptionalInt.of(rank);
  }

  /** How long recent successful runs of an operation took on average. */
  public Optional<Duration> usualRun(String operation) {
    return Optional.ofNullable(current().runs().get(operation));
  }

  /** Never waits for a refresh under way, but for the very first. */
  private Snapshot current() {
    Snapshot known = snapshot;
    if (known != null && System.nanoTime() - known.takenNanos() < FRESH_MILLIS * 1_000_000L) {
      return known;
    }
    if (known == null) {
      refreshing.lock();
    } else if (!refreshing.tryLock()) {
      return known;
    }
    try {
      if (snapshot == known) {
        snapshot = database.transaction(Estimates::read);
      }
      return snapshot;
    } finally {
      refreshing.unlock();
    }
  }

  private static Snapshot read(Connection c) throws SQLException {
    List<UUID> queue = Rows.query(c, Sql.QUEUE, row -> row.getObject(1, UUID.class), RANKED);
    Map<UUID, Integer> ranks = new HashMap<>(queue.size() * 2);
    for (UUID job : queue) {
      ranks.put(job, ranks.size() + 1);
    }
    Map<String, Duration> runs = new HashMap<>();
    Rows.query(
        c,
        Sql.PAST_RUNS,
        row -> runs.put(row.getString(1), Duration.ofMillis((long) (row.getDouble(2) * 1000))));
    return new Snapshot(System.nanoTime(), ranks, runs);
  }
}
