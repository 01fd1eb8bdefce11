package org.meanwhile.builtin.export;

import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import javax.sql.DataSource;

/**
 * A connection whose statements read rows from a cursor, in a read-only transaction. {@link #close}
 * rolls the transaction back, and returns the connection to its pool in its original state.
 */
final class ReadOnlyConnection implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(ReadOnlyConnection.class.getName());

  /** The rows that the driver holds at a time. PostgreSQL's driver uses a cursor only with it. */
  private static final int FETCH_SIZE = 500;

  private static final AtomicLong RUNS = new AtomicLong();

  private final Connection connection;
  private final boolean autoCommit;
  private final Dialect dialect;

  ReadOnlyConnection(DataSource dataSource) throws SQLException {
    connection = dataSource.getConnection();
    try {
      autoCommit = connection.getAutoCommit();
      dialect = Dialect.of(connection);
      connection.setReadOnly(true);
      connection.setAutoCommit(false);
      dialect.begin(connection);
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }

  Dialect dialect() {
    return dialect;
  }

  /**
   * Prepares a statement that is planned anew: pools and drivers keep plans by the SQL text, and a
   * plan is refused after the tables have changed. So a comment makes each text unique; it also
   * tells administrators, in {@code pg_stat_activity}, whose statement that is.
   */
  PreparedStatement prepare(String sql, UUID job) throws SQLException {
    String comment = "/* job " + job + ", run " + RUNS.incrementAndGet() + " */ ";
    PreparedStatement statement = dialect.prepare(connection, comment + sql);
    statement.setFetchSize(FETCH_SIZE);
    return statement;
  }

  @Override
  public void close() throws SQLException {
    try {
      connection.rollback();
      dialect.end(connection);
      connection.setAutoCommit(autoCommit);
      connection.setReadOnly(false);
    } catch (SQLException e) {
      // The rows were read, or the exception that ended the export says more.
      LOG.log(Level.WARNING, "A connection could not be reset after an export", e);
    } finally {
      connection.close();
    }
  }
}
