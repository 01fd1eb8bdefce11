package org.meanwhile.database;

import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Short transactions over plain JDBC. Not to be called inside a container transaction, but for
 * {@link #joined}.
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

  private static final String ANYTHING = "SELECT 1";

  private static final String NEVER_READ_ONLY = "SELECT FALSE";

  private static final int VALIDATION_SECONDS = 2;

  /** A statement of a request or of a task that others wait for. */
  private static final Duration USUAL_LIMIT = Duration.ofSeconds(20);

  /**
   * For a look that somebody waits for: how long the database may be silent. Much more than such a
   * look takes, much less than the socket's own timeout.
   */
  public static final Duration LOOK_LIMIT = Duration.ofSeconds(3);

  /** For statements that may take as long as the database's URL allows. */
  public static final Duration NO_LIMIT = Duration.ZERO;

  @Resource(lookup = "java:app/jdbc/meanwhile")
  private DataSource source;

  /** Null before the first connection. */
  private volatile @Nullable Dialect dialect;

  private final Duration silenceLimit;

  private DatabaseState state = new DatabaseState();

  /** For the container. */
  public Database() {
    this.silenceLimit = USUAL_LIMIT;
  }

  public Database(DataSource source) {
    this.source = source;
    this.silenceLimit = USUAL_LIMIT;
  }

  private Database(DataSource source, Duration silenceLimit, DatabaseState state) {
    this.source = source;
    this.silenceLimit = silenceLimit;
    this.state = state;
  }

  @Inject
  void reportTo(DatabaseState shared) {
    state = shared;
  }

  /**
   * The same database with another limit to how long it may take to answer a single statement. When
   * it takes longer, the connection is given up and the statement has failed. A shorter {@code
   * socketTimeout} of the database's URL still holds. Embedded databases have no such limit.
   */
  public Database within(Duration silence) {
    Database same = new Database(source, silence, state);
    same.dialect = dialect;
    return same;
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
        return limited(connection, limited -> attempt(limited, work));
      } catch (SQLException e) {
        if (attempt == MAX_TRIES || !DatabaseFailure.isConflict(e)) {
          throw failure(e);
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
      return limited(connection, work);
    } catch (SQLException e) {
      throw failure(e);
    }
  }

  /**
   * Runs the work on the connection of the container transaction of this thread, which decides
   * whether it is committed. Never retries: after a failure nothing but a rollback is left.
   *
   * @throws DatabaseFailure when a statement failed
   */
  public <T extends @Nullable Object> T joined(Work<T> work) {
    return read(work);
  }

  private DatabaseFailure failure(SQLException e) {
    DatabaseFailure failure = new DatabaseFailure(e);
    state.failed(failure);
    return failure;
  }

  /** The connection goes back to the pool with the timeout that it came with. */
  private <T extends @Nullable Object> T limited(Connection connection, Work<T> work)
      throws SQLException {
    int limitMillis = (int) silenceLimit.toMillis();
    int urlMillis = connection.getNetworkTimeout();
    if (limitMillis == 0 || urlMillis != 0 && urlMillis <= limitMillis) {
      return work.on(connection);
    }
    connection.setNetworkTimeout(Runnable::run, limitMillis);
    try {
      return work.on(connection);
    } finally {
      restoreTimeout(connection, urlMillis);
    }
  }

  private static void restoreTimeout(Connection connection, int millis) {
    try {
      connection.setNetworkTimeout(Runnable::run, millis);
    } catch (SQLException broken) {
      // The pool drops it; the first exception says why.
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

  /**
   * Whether the database failed after this node's last regular write. What can do without a read
   * does not try one then: each might have to wait for a connection.
   */
  public boolean isAway() {
    return state.isAway();
  }

  /** Notes that what a client wanted was stored. */
  public void storedWrite() {
    state.storedWrite();
  }

  /**
   * Asks the database for an answer first when it was away a moment ago. For work that JPA does: a
   * provider that finds its connection broken may try the same query again and again, seconds
   * apart, with a request's thread.
   *
   * @throws DatabaseFailure when it does not answer
   */
  public void requireAnswer() {
    if (isAway()) {
      within(LOOK_LIMIT).read(c -> Rows.query(c, ANYTHING, row -> row.getInt(1)));
    }
  }

  /**
   * Whether the database answers, within about two seconds, and takes writes. A replica that is not
   * promoted yet does not: what it refuses must wait like everything else.
   */
  public boolean isReachable() {
    try {
      String readOnly = dialect().choose(NEVER_READ_ONLY, PostgresDialect.READ_ONLY);
      return transaction(
          connection ->
              connection.isValid(VALIDATION_SECONDS)
                  && !Rows.query(connection, readOnly, row -> row.getBoolean(1)).get(0));
    } catch (DatabaseFailure e) {
      return false;
    }
  }
}
