package org.meanwhile.database;

import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;

/**
 * Short transactions over plain JDBC, for the work of nodes. Not to be called inside a container
 * transaction.
 *
 * <p>A transaction that the database refused because of others (deadlock, serialization) is tried
 * again.
 */
@ApplicationScoped
public class Database {
  private static final Set<String> TRY_AGAIN = Set.of("40001", "40P01", "HYT00", "90131");
  private static final int TRIES = 5;

  /** No job has this id: the query only checks that the table exists. */
  private static final String MIGRATED = "SELECT COUNT(*) FROM job WHERE id IS NULL";

  @Resource(lookup = "java:app/jdbc/meanwhile")
  private DataSource source;

  private volatile Dialect dialect;

  /** For the container. */
  public Database() {}

  public Database(DataSource source) {
    this.source = source;
  }

  /**
   * What is done in one transaction; it may be done more than once, so it must not do anything
   * else.
   */
  @FunctionalInterface
  public interface Work<T> {
    T on(Connection connection) throws SQLException;
  }

  /**
   * Does it in a transaction of its own.
   *
   * @throws DatabaseFailure when it cannot be told to have happened
   */
  public <T> T transaction(Work<T> work) {
    for (int attempt = 1; ; attempt++) {
      try (Connection connection = source.getConnection()) {
        return attempt(connection, work);
      } catch (SQLException e) {
        if (attempt == TRIES || !isInTheWay(e)) {
          throw new DatabaseFailure(e);
        }
        LockSupport.parkNanos(
            TimeUnit.MILLISECONDS.toNanos(ThreadLocalRandom.current().nextInt(1, 10 * attempt)));
      }
    }
  }

  /**
   * Reads with one statement, which needs no transaction around it.
   *
   * @throws DatabaseFailure when it cannot be read
   */
  public <T> T read(Work<T> work) {
    try (Connection connection = source.getConnection()) {
      return work.on(connection);
    } catch (SQLException e) {
      throw new DatabaseFailure(e);
    }
  }

  /** Whether it was because of other transactions. */
  static boolean isInTheWay(SQLException e) {
    return TRY_AGAIN.contains(String.valueOf(e.getSQLState()));
  }

  private static <T> T attempt(Connection connection, Work<T> work) throws SQLException {
    connection.setAutoCommit(false);
    boolean done = false;
    try {
      T result = work.on(connection);
      connection.commit();
      done = true;
      return result;
    } finally {
      if (!done) {
        rollBack(connection);
      }
      connection.setAutoCommit(true);
    }
  }

  private static void rollBack(Connection connection) {
    try {
      connection.rollback();
    } catch (SQLException broken) {
      // The connection is gone and its transaction with it; the first exception tells more.
    }
  }

  /** How this database is spoken to. */
  public Dialect dialect() {
    Dialect known = dialect;
    if (known == null) {
      known = transaction(Dialect::of);
      dialect = known;
    }
    return known;
  }

  public DataSource source() {
    return source;
  }

  /** Whether the database answers, and its migrations are done. */
  public boolean hasTables() {
    try {
      return transaction(c -> Rows.query(c, MIGRATED, row -> row.getInt(1))).get(0) == 0;
    } catch (DatabaseFailure e) {
      return false;
    }
  }

  /** Whether the database answers. */
  public boolean answers() {
    try {
      return transaction(connection -> connection.isValid(2));
    } catch (DatabaseFailure e) {
      return false;
    }
  }
}
