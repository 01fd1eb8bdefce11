package org.meanwhile.builtin.export;

import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;

/**
 * A connection whose statements read rows from a cursor, in a read-only transaction. {@link #close}
 * rolls the transaction back, and returns the connection to its pool in its original state.
 */
final class ReadOnlyConnection implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(ReadOnlyConnection.class.getName());

  /** The rows that the driver holds at a time. PostgreSQL's driver uses a cursor only with it. */
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

  /** H2 has no cursors: it builds the whole result first, unless its execution is lazy. */
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
      // The rows were read, or the exception that ended the export says more.
      LOG.log(Level.WARNING, "A connection could not be reset after an export", e);
    } finally {
      connection.close();
    }
  }
}
