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
 * Estimates a job's position in the queue and the duration of its run, from reads that all requests
 * share: each at most every 2 s, never one for each request. Safe for many threads.
 */
@ApplicationScoped
public class QueueEstimates {
  private static final int MAX_POSITION = 10_000;

  /** Jobs of further callers have no position. */
  private static final int MAX_CALLERS = 100;

  private static final Duration TIME_TO_LIVE = Duration.ofSeconds(2);

  /** The mean of this many runs replaces the mean of all earlier ones. */
  private static final double MEMORY_RUNS = 20;

  private Database database;
  private CachedValue<Map<UUID, Integer>> positions;
  private CachedValue<Map<String, Duration>> meanRuns;

  /** For the container's proxy. */
  protected QueueEstimates() {}

  @Inject
  public QueueEstimates(Database database) {
    this.database = database.within(Database.LOOK_LIMIT);
    this.positions = new CachedValue<>(TIME_TO_LIVE, this::readPositions);
    this.meanRuns = new CachedValue<>(TIME_TO_LIVE, this::readMeanRuns);
  }

  /**
   * The position of a job that waits for a slot, from 1. Empty when the job does not wait for a
   * slot, has waited for less than 2 s, or is not among the first 10,000.
   */
  public OptionalInt queuePosition(JobId job) {
    Integer position = latest(positions).get(job.value());
    return position == null ? OptionalInt.empty() : OptionalInt.of(position);
  }

  /** The mean duration of recent successful runs of an operation, on all nodes. */
  public Optional<Duration> usualRun(String operation) {
    return Optional.ofNullable(latest(meanRuns).get(operation));
  }

  /** An estimate is worth no wait, so it is left out or an old one while the database is away. */
  private <K, V> Map<K, V> latest(CachedValue<Map<K, V>> value) {
    return database.isAway() ? value.known(Map.of()) : value.getOr(Map.of());
  }

  /**
   * Adds runs to the mean duration of an operation.
   *
   * @param runs the successful runs since the last call, 1 or more
   * @param meanMillis their mean duration
   */
  public void learn(String operation, long runs, double meanMillis) {
    double weight = Math.min(1, runs / MEMORY_RUNS);
    database.transaction(
        c ->
            Rows.update(c, ReadSql.MEAN_RUN_UPDATE, meanMillis, weight, operation) == 1
                || Rows.update(c, ReadSql.MEAN_RUN_INSERT, meanMillis, operation, operation) == 1);
  }

  private Map<UUID, Integer> readPositions() {
    List<Iterator<UUID>> queues = database.read(this::readQueues);
    Map<UUID, Integer> fresh = new HashMap<>();
    while (!queues.isEmpty() && fresh.size() < MAX_POSITION) {
      queues.removeIf(queue -> !queue.hasNext());
      queues.forEach(queue -> fresh.put(queue.next(), fresh.size() + 1));
    }
    return fresh;
  }

  /** A queue for each caller, because callers take turns. */
  private List<Iterator<UUID>> readQueues(Connection c) throws SQLException {
    List<String> callers = WaitingCallers.list(c, database.dialect(), "", MAX_CALLERS);
    List<Iterator<UUID>> queues = new ArrayList<>();
    for (String caller : callers) {
      int max = MAX_POSITION / callers.size();
      queues.add(Rows.query(c, ReadSql.QUEUE, row -> Rows.uuid(row, 1), caller, max).iterator());
    }
    return queues;
  }

  private Map<String, Duration> readMeanRuns() {
    Map<String, Duration> fresh = new HashMap<>();
    database.read(
        c ->
            Rows.query(
                c,
                ReadSql.MEAN_RUNS,
                row -> fresh.put(row.getString(1), Duration.ofMillis((long) row.getDouble(2)))));
    return fresh;
  }
}
