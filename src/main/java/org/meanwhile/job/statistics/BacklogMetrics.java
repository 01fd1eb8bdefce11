package org.meanwhile.job.statistics;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.function.ToDoubleFunction;
import org.meanwhile.database.CachedValue;
import org.meanwhile.database.Database;
import org.meanwhile.database.Rows;
import org.meanwhile.job.JobSettings;
import org.meanwhile.platform.Meters;
import org.meanwhile.platform.Metric;
import org.meanwhile.platform.Settings;

/**
 * What waits on all nodes, for monitoring: read at most every 10 s, when metrics are read. While
 * the database is away the last values are shown; {@code meanwhile_database_away} says so. Safe for
 * many threads.
 */
@ApplicationScoped
public class BacklogMetrics {
  private static final Duration TIME_TO_LIVE = Duration.ofSeconds(10);
  private static final Backlog UNKNOWN = new Backlog(0, 0, 0, 0, 0);

  private record Backlog(
      double oldestJobSeconds,
      long callbacks,
      double oldestCallbackSeconds,
      long nodes,
      long suspended) {}

  private Database database;
  private long deadAfterMillis;
  private Meters meters;
  private CachedValue<Backlog> latest;

  /** For the container's proxy. */
  protected BacklogMetrics() {}

  @Inject
  BacklogMetrics(Database database, Settings settings, Meters meters) {
    this.database = database.within(Database.LOOK_LIMIT);
    this.deadAfterMillis = settings.get(JobSettings.DEAD_AFTER).toMillis();
    this.meters = meters;
    this.latest = new CachedValue<>(TIME_TO_LIVE, () -> this.database.read(this::read));
  }

  /** Registers the gauges when the application starts. */
  void register(@Observes @Initialized(ApplicationScoped.class) Object started) {
    gauge(
        Metric.of(
                "meanwhile_job_oldest_waiting",
                "How long the job that waits longest has been due, on all nodes; not of paused operations")
            .inSeconds(),
        Backlog::oldestJobSeconds);
    gauge(
        Metric.of(
            "meanwhile_callbacks_waiting",
            "Callbacks that are not delivered yet, on all nodes; those that wait for another try too"),
        Backlog::callbacks);
    gauge(
        Metric.of(
                "meanwhile_callback_oldest_waiting",
                "How long the callback that waits longest has been due for its next try, on all nodes")
            .inSeconds(),
        Backlog::oldestCallbackSeconds);
    gauge(Metric.of("meanwhile_nodes_alive", "Nodes that are alive"), Backlog::nodes);
    gauge(
        Metric.of("meanwhile_jobs_suspended", "Jobs that callers have suspended, on all nodes"),
        Backlog::suspended);
    meters.gauge(
        Metric.of(
            "meanwhile_database_away",
            "1 while the database does not do its work for this node, else 0"),
        database,
        each -> each.isAway() ? 1 : 0);
  }

  private void gauge(Metric metric, ToDoubleFunction<Backlog> value) {
    meters.gauge(metric, this, self -> value.applyAsDouble(self.backlog()));
  }

  private Backlog backlog() {
    return database.isAway() ? latest.known(UNKNOWN) : latest.getOr(UNKNOWN);
  }

  private Backlog read(Connection c) throws SQLException {
    double oldestJob = Rows.query(c, StatisticsSql.OLDEST_DUE_JOB, row -> row.getDouble(1)).get(0);
    long nodes =
        Rows.query(c, StatisticsSql.NODES_ALIVE, row -> row.getLong(1), deadAfterMillis).get(0);
    long suspended = Rows.query(c, StatisticsSql.SUSPENDED_JOBS, row -> row.getLong(1)).get(0);
    return Rows.query(
            c,
            StatisticsSql.CALLBACKS_WAITING,
            row ->
                new Backlog(
                    oldestJob, row.getLong(1), Math.max(0, row.getDouble(2)), nodes, suspended))
        .get(0);
  }
}
