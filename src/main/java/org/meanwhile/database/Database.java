package org.meanwhile.database;

import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Short transactions over plain JDBC. Not to be called inside a container transaction.
 *
 * <p>A transaction that the database refused because of a conflict with another one (deadlock,
 * serialization failure, lock timeout) is retried up to four times. Thread-safe.
 */
@ApplicationScoped
public class Database {
  private static final int MAX_TRIES = 5;

  /** The table in which Flyway records the migrations that it has applied. */
  private static final String COUNT_MIGRATIONS =
      """
      SELECT COUNT(*) FROM "flyway_schema_history"
       WHERE "version" IS NOT NULL AND "success"
      """;

  private static final int VALIDATION_SECONDS = 2;

  @Resource(lookup = "java:app/jdbc/meanwhile")
  private DataSource source;

  /** Null before the first connection. */
  private volatile @Nullable Dialect dialect;

  /** For the container. */
  public Database() {}

  public Database(DataSource source) {
    this.source = source;
  }

  /**
   * The body of one transaction. A retry calls it again, so it must have no effect but through the
   * connection. Its result may be null.
   */
  @FunctionalInterface
  public interface Work<T extends @Nullable Object> {
    T on(Connection connection) throws SQLException;
  }

  /**
   * Runs the work in a transaction of its own, and commits it. Any exception of the work rolls the
   * transaction back; a {@link RuntimeException} is thrown on as it is.
   *
   * @throws DatabaseFailure when the transaction failed, or when it is not known whether its commit
   *     succeeded
   */
  public <T extends @Nullable Object> T transaction(Work<T> work) {
    for (int attempt = 1; ; attempt++) {
      try (Connection connection = source.getConnection()) {
        return attempt(connection, work);
      } catch (SQLException e) {
        if (attempt == MAX_TRIES || !DatabaseFailure.isConflict(e)) {
          throw new DatabaseFailure(e);
        }
        LockSupport.parkNanos(
            TimeUnit.MILLISECONDS.toNanos(ThreadLocalRandom.current().nextInt(1, 10 * attempt)));
      }
    }
  }

  /**
   * Reads with a single statement, which needs no transaction around it. Never retries.
   *
   * @throws DatabaseFailure when the statement failed
   */
  public <T extends @Nullable Object> T read(Work<T> work) {
    try (Connection connection = source.getConnection()) {
      return work.on(connection);
    } catch (SQLException e) {
      throw new DatabaseFailure(e);
    }
  }

  private static <T extends @Nullable Object> T attempt(Connection connection, Work<T> work)
      throws SQLException {
    connection.setAutoCommit(false);
    boolean committed = false;
    try {
      T result = work.on(connection);
      connection.commit();
      committed = true;
      return result;
    } finally {
      if (!committed) {
        rollBack(connection);
      }
      connection.setAutoCommit(true);
    }
  }

  private static void rollBack(Connection connection) {
    try {
      connection.rollback();
    } catch (SQLException broken) {
      // The connection is lost, and its transaction with it. The first exception says why.
    }
  }

  /**
   * The dialect of this database, found by its first connection.
   *
   * @throws DatabaseFailure when the database does not answer, and never did
   * @throws IllegalStateException when it is neither H2 nor PostgreSQL
   */
  public Dialect dialect() {
    Dialect known = dialect;
    if (known == null) {
      known = transaction(Database::dialectOf);
      dialect = known;
    }
    return known;
  }

  private static Dialect dialectOf(Connection connection) throws SQLException {
    String product = connection.getMetaData().getDatabaseProductName();
    return switch (product) {
      case "H2" -> new H2Dialect(connection.getMetaData().getURL());
      case "PostgreSQL" -> new PostgresDialect();
      default -> throw new IllegalStateException("unknown database: " + product);
    };
  }

  public DataSource source() {
    return source;
  }

  /** Whether the database answers and {@link Migrations} has created its tables. */
  public boolean isMigrated() {
    try {
      return transaction(c -> Rows.query(c, COUNT_MIGRATIONS, row -> row.getInt(1))).get(0) > 0;
    } catch (DatabaseFailure e) {
      return false;
    }
  }

  /** Whether the database answers, within about two seconds. */
  public boolean isReachable() {
    try {
      return transaction(connection -> connection.isValid(VALIDATION_SECONDS));
    } catch (DatabaseFailure e) {
      return false;
    }
  }
}
