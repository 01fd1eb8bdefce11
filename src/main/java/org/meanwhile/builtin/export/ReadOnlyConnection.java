package org.meanwhile.builtin.export;

import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;

/**
 * A connection whose statements read rows from a cursor, in a read-only transaction that is rolled
 * back at the end. Goes back to its pool as it came.
 */
final class ReadOnlyConnection implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(ReadOnlyConnection.class.getName());

  /** Rows that the driver may hold at a time. PostgreSQL's makes a cursor only when this is set. */
  private static final int FETCH_SIZE = 500;

  private final Connection connection;
  private final boolean autoCommit;
  private final boolean isH2;

  ReadOnlyConnection(DataSource dataSource) throws SQLException {
    connection = dataSource.getConnection();
    try {
      autoCommit = connection.getAutoCommit();
      isH2 = connection.getMetaData().getDatabaseProductName().equals("H2");
      connection.setReadOnly(true);
      connection.setAutoCommit(false);
      setLazy(true);
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }

  PreparedStatement prepare(String sql) throws SQLException {
    PreparedStatement statement =
        connection.prepareStatement(sql, ResultSet.TYPE_FORWARD_ONLY, ResultSet.CONCUR_READ_ONLY);
    statement.setFetchSize(FETCH_SIZE);
    return statement;
  }

  /** H2 knows no cursor: it makes the whole result first, unless it is told to be lazy. */
  private void setLazy(boolean lazy) throws SQLException {
    if (isH2) {
      try (Statement statement = connection.createStatement()) {
        statement.execute(lazy ? "SET LAZY_QUERY_EXECUTION 1" : "SET LAZY_QUERY_EXECUTION 0");
      }
    }
  }

  @Override
  public void close() throws SQLException {
    try {
      connection.rollback();
      setLazy(false);
      connection.setAutoCommit(autoCommit);
      connection.setReadOnly(false);
    } catch (SQLException e) {
      // All was read by now, or a better exception is on its way.
      LOG.log(Level.WARNING, "A connection could not be reset after an export", e);
    } finally {
      connection.close();
    }
  }
}
