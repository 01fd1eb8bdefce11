package org.meanwhile.job.estimate;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.meanwhile.database.CachedValue;
import org.meanwhile.database.Database;
import org.meanwhile.database.Rows;
import org.meanwhile.platform.Settings;

/**
 * Reads what estimates are made of, for all requests together: at most every 2 s, and never for a
 * single request. Safe for many threads.
 */
@ApplicationScoped
public class QueueEstimates {
  private static final Duration TIME_TO_LIVE = Duration.ofSeconds(2);

  /** The mean of this many runs replaces the mean of all earlier ones. */
  private static final double MEMORY_RUNS = 20;

  private Database database;
  private Clock clock;
  private CachedValue<QueueSnapshot> latest;

  /** For the container's proxy. */
  protected QueueEstimates() {}

  @Inject
  public QueueEstimates(Database database, Settings settings, Clock clock) {
    this.database = database.within(Database.LOOK_LIMIT);
    this.clock = clock;
    SnapshotReader reader = new SnapshotReader(this.database, settings, clock);
    this.latest = new CachedValue<>(TIME_TO_LIVE, reader::read);
  }

  /**
   * The queue, what runs and what ran, as they were some seconds ago. An estimate is worth no wait:
   * while the database is away it is made of the last snapshot, or left out.
   */
  public QueueSnapshot latest() {
    return database.isAway()
        ? latest.known(QueueSnapshot.UNKNOWN)
        : latest.getOr(QueueSnapshot.UNKNOWN);
  }

  /**
   * The time by the database's clock, which decides about jobs: this node's clock may be off. As of
   * the latest snapshot; this node's own time while there is none.
   */
  public Instant databaseNow() {
    return clock.instant().plus(latest().clockOffset());
  }

  /** The mean duration of recent successful runs of an operation, on all nodes. */
  public Optional<Duration> usualRun(String operation) {
    return latest().history(operation).run().map(TimeLeft::mean);
  }

  /**
   * Adds runs to the history of an operation. Of two nodes that add the first runs of an operation
   * at the same time one fails: an estimate needs no single run.
   *
   * @param runs the successful runs since the last call, 1 or more
   * @param meanMillis their mean duration
   * @param sample the durations of some of them, in milliseconds
   */
  public void learn(String operation, long runs, double meanMillis, List<Long> sample) {
    double weight = Math.min(1, runs / MEMORY_RUNS);
    database.transaction(c -> learn(c, operation, weight, meanMillis, sample));
  }

  private static int learn(
      Connection c, String operation, double weight, double meanMillis, List<Long> sample)
      throws SQLException {
    List<String> stored =
        Rows.query(
            c,
            EstimateSql.HISTORY_LOCK,
            row -> Optional.ofNullable(row.getString(1)).orElse(""),
            operation);
    if (stored.isEmpty()) {
      String text = RunHistory.of(sample).text();
      return Rows.update(c, EstimateSql.HISTORY_INSERT, meanMillis, text, operation, operation);
    }
    String text = RunHistory.parse(stored.get(0)).and(sample).text();
    return Rows.update(c, EstimateSql.HISTORY_UPDATE, meanMillis, weight, text, operation);
  }
}
