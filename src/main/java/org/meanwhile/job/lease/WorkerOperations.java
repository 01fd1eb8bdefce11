package org.meanwhile.job.lease;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.meanwhile.database.CachedValue;
import org.meanwhile.database.Columns;
import org.meanwhile.database.Database;
import org.meanwhile.database.DatabaseFailure;
import org.meanwhile.database.Rows;

/**
 * The operations that workers elsewhere do, and whether a worker has asked for one lately. Kept in
 * the database, because a worker asks one node and the clients of its jobs ask others.
 *
 * <p>Not to be called inside a container transaction. Safe for many threads.
 */
@ApplicationScoped
public class WorkerOperations {
  private static final Duration TIME_TO_LIVE = Duration.ofSeconds(1);

  private Database database;

  /** Replaced once a worker has asked here: it is not to be missed on its own node. */
  private volatile CachedValue<Set<String>> cached;

  /** For the container's proxy. */
  protected WorkerOperations() {}

  @Inject
  public WorkerOperations(Database database) {
    this.database = database;
    forget();
  }

  private void forget() {
    Database looks = database.within(Database.LOOK_LIMIT);
    cached =
        new CachedValue<>(
            TIME_TO_LIVE,
            () ->
                Set.copyOf(
                    looks.read(
                        c -> Rows.query(c, LeaseSql.OPERATIONS_UNASKED, row -> row.getString(1)))));
  }

  /** Makes operations known. */
  public void declare(Collection<String> operations) {
    for (String operation : new TreeSet<>(operations)) {
      try {
        database.transaction(c -> Rows.update(c, LeaseSql.OPERATION_INSERT, operation, operation));
      } catch (DatabaseFailure e) {
        // Another node has declared it at the same moment.
        if (!e.isUniqueViolation()) {
          throw e;
        }
      }
    }
  }

  /** Operations that nodes run: some of them may have been done by workers before. */
  public void withdraw(Collection<String> operations) {
    List<String> names = List.copyOf(operations);
    database.transaction(
        c ->
            Rows.update(
                c, LeaseSql.OPERATIONS_DELETE, new Columns<>(c, names).texts(name -> name)));
  }

  /** A worker asks for jobs of these operations, or goes on waiting for them. */
  public void asked(Collection<String> operations) {
    boolean changed =
        database.transaction(
            c -> {
              int rows = 0;
              for (String operation : new TreeSet<>(operations)) {
                rows += Rows.update(c, LeaseSql.OPERATION_ASKED, operation);
              }
              return rows > 0;
            });
    if (changed) {
      forget();
    }
  }

  /**
   * The operations for which no worker has asked for a minute, as it was a second ago or later;
   * while the database is away, as it was read last.
   */
  public Set<String> unasked() {
    return database.isAway() ? cached.known(Set.of()) : cached.getOr(Set.of());
  }
}
