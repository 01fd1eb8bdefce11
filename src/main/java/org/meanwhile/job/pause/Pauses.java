package org.meanwhile.job.pause;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.meanwhile.database.CachedValue;
import org.meanwhile.database.Database;
import org.meanwhile.database.DatabaseFailure;
import org.meanwhile.database.Rows;
import org.meanwhile.platform.Meters;
import org.meanwhile.platform.Metric;

/**
 * Pauses operations. The pauses are kept in the database and read once a second by each node that
 * asks for them: a change is known on its own node at once, on all others a second later.
 *
 * <p>Not to be called inside a container transaction. Safe for many threads.
 */
@ApplicationScoped
public class Pauses {
  private static final Duration TIME_TO_LIVE = Duration.ofSeconds(1);

  @Inject private Meters meters;
  private Database database;

  /** Replaced by each change of this node: a read that began before must not hide the change. */
  private volatile CachedValue<Map<String, Pause>> cached;

  /** For the container's proxy. */
  protected Pauses() {}

  @Inject
  public Pauses(Database database) {
    this.database = database;
    forget();
  }

  private void forget() {
    Database looks = database.within(Database.LOOK_LIMIT);
    cached = new CachedValue<>(TIME_TO_LIVE, () -> read(looks));
  }

  /** Registers the gauge when the application starts. */
  void register(@Observes @Initialized(ApplicationScoped.class) Object started) {
    meters.gauge(
        Metric.of("meanwhile_operations_paused", "Operations that are paused, on all nodes"),
        this,
        self -> self.shown().size());
  }

  /**
   * The paused operations by name, as they were a second ago or later.
   *
   * @throws DatabaseFailure when they were never read, and cannot be read now
   */
  public Map<String, Pause> latest() {
    return cached.get();
  }

  /** The same to be shown: while the database is away, those that were read last. */
  public Map<String, Pause> shown() {
    return database.isAway() ? cached.known(Map.of()) : cached.getOr(Map.of());
  }

  private static Map<String, Pause> read(Database from) {
    Map<String, Pause> pauses = new HashMap<>();
    from.read(
        c ->
            Rows.query(c, PauseSql.ALL, row -> pauses.put(row.getString("operation"), pause(row))));
    return Map.copyOf(pauses);
  }

  private static Pause pause(ResultSet row) throws SQLException {
    return new Pause(Rows.instant(row, "since"), Optional.ofNullable(row.getString("reason")));
  }

  /**
   * Pauses an operation. One that is paused already keeps its time, and its reason if none is
   * given.
   *
   * @return false when it was paused already and keeps its reason
   */
  public boolean pause(String operation, Optional<String> reason) {
    try {
      return pauseOnce(operation, reason);
    } catch (DatabaseFailure e) {
      if (!e.isUniqueViolation()) {
        throw e;
      }
      // Another operator has paused it at the same moment.
      return pauseOnce(operation, reason);
    }
  }

  private boolean pauseOnce(String operation, Optional<String> reason) {
    int changed =
        database.transaction(
            c -> {
              int begun = Rows.update(c, PauseSql.INSERT, operation, operation);
              return reason.isPresent()
                  ? Rows.update(c, PauseSql.EXPLAIN, reason.get(), operation)
                  : begun;
            });
    forget();
    return changed > 0;
  }

  /** Replaces or removes the reason of a pause; false when the operation is not paused. */
  public boolean explain(String operation, Optional<String> reason) {
    int changed =
        database.transaction(c -> Rows.update(c, PauseSql.EXPLAIN, reason.orElse(null), operation));
    forget();
    return changed > 0;
  }

  /** Ends a pause, and its reason with it; false when the operation was not paused. */
  public boolean resume(String operation) {
    int changed = database.transaction(c -> Rows.update(c, PauseSql.DELETE, operation));
    forget();
    return changed > 0;
  }
}
