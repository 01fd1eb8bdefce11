package org.meanwhile.job.read;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import org.meanwhile.database.CachedValue;
import org.meanwhile.database.Database;
import org.meanwhile.database.Rows;
import org.meanwhile.job.JobId;

/**
 * What is likely: a job's place in the queue, and how long runs of its operation take. From one
 * read for all who ask, at most every few seconds, never one for each.
 */
@ApplicationScoped
public class QueueEstimates {
  private static final int RANKED = 10_000;

  /** With more callers than this, the rest are not ranked. */
  private static final int MOST_CALLERS = 100;

  private static final Duration FRESH = Duration.ofSeconds(2);

  /** So many runs outweigh all that is remembered of earlier ones. */
  private static final double MEMORY_RUNS = 20;

  private Database database;
  private CachedValue<Map<UUID, Integer>> ranks;
  private CachedValue<Map<String, Duration>> usual;

  /** For the container's proxy. */
  protected QueueEstimates() {}

  /** Estimates from the given database. */
  @Inject
  public QueueEstimates(Database database) {
    this.database = database;
    this.ranks = new CachedValue<>(FRESH, this::readRanks);
    this.usual = new CachedValue<>(FRESH, this::readUsual);
  }

  /**
   * The place of a waiting job that is due, from 1; empty when it is not known, or beyond the first
   * 10,000.
   */
  public OptionalInt queuePosition(JobId job) {
    Integer rank = ranks.get().get(job.value());
    return rank == null ? OptionalInt.empty() : OptionalInt.of(rank);
  }

  /** How long recent successful runs of an operation took on average, on all nodes. */
  public Optional<Duration> usualRun(String operation) {
    return Optional.ofNullable(usual.get().get(operation));
  }

  /**
   * Adds to what is remembered of an operation's runs.
   *
   * @param runs how many there were since the last time, 1 or more
   * @param meanMillis how long they took on average
   */
  public void learn(String operation, long runs, double meanMillis) {
    double weight = Math.min(1, runs / MEMORY_RUNS);
    database.transaction(
        c ->
            Rows.update(c, ReadSql.USUAL_RUN_UPDATE, meanMillis, weight, operation) == 1
                || Rows.update(c, ReadSql.USUAL_RUN_INSERT, meanMillis, operation, operation) == 1);
  }

  private Map<UUID, Integer> readRanks() {
    List<Iterator<UUID>> queues = database.read(this::readQueues);
    Map<UUID, Integer> fresh = new HashMap<>();
    while (!queues.isEmpty() && fresh.size() < RANKED) {
      queues.removeIf(queue -> !queue.hasNext());
      queues.forEach(queue -> fresh.put(queue.next(), fresh.size() + 1));
    }
    return fresh;
  }

  /** By caller, for callers take turns. */
  private List<Iterator<UUID>> readQueues(Connection c) throws SQLException {
    List<String> callers = WaitingCallers.list(c, database.dialect(), "", MOST_CALLERS);
    List<Iterator<UUID>> queues = new ArrayList<>();
    for (String caller : callers) {
      int most = RANKED / callers.size();
      queues.add(Rows.query(c, ReadSql.QUEUE, row -> Rows.uuid(row, 1), caller, most).iterator());
    }
    return queues;
  }

  private Map<String, Duration> readUsual() {
    Map<String, Duration> fresh = new HashMap<>();
    database.read(
        c ->
            Rows.query(
                c,
                ReadSql.USUAL_RUNS,
                row -> fresh.put(row.getString(1), Duration.ofMillis((long) row.getDouble(2)))));
    return fresh;
  }
}
