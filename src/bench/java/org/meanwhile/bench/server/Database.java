package org.meanwhile.bench.server;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;

/**
 * One contender's database, as the benchmark uses it: as a superuser, so that its statements can be
 * told from the contender's. Each statement commits by itself. Not thread-safe.
 */
public final class Database implements AutoCloseable {
  private final String name;
  private final String url;
  private final Connection connection;
  private long statements;

  Database(String name, String url, Connection connection) {
    this.name = name;
    this.url = url;
    this.connection = connection;
  }

  /** The name of the database, which is also its owner's name and password. */
  public String name() {
    return name;
  }

  /** The JDBC URL, without a user. */
  public String url() {
    return url;
  }

  /** The number of statements, each a transaction, that the benchmark has executed here. */
  public long statements() {
    return statements;
  }

  /** Executes one statement; returns the number of changed rows. */
  public int update(String sql, Object... parameters) {
    try (PreparedStatement statement = bind(sql, parameters)) {
      return statement.execute() ? 0 : statement.getUpdateCount();
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  /** Returns all rows of a query, each as the values of its columns. */
  public List<Object[]> query(String sql, Object... parameters) {
    try (PreparedStatement statement = bind(sql, parameters);
        ResultSet rows = statement.executeQuery()) {
      List<Object[]> all = new ArrayList<>();
      while (rows.next()) {
        Object[] row = new Object[rows.getMetaData().getColumnCount()];
        for (int i = 0; i < row.length; i++) {
          row[i] = rows.getObject(i + 1);
        }
        all.add(row);
      }
      return all;
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  /** Returns the single value of a query. */
  public <T> T value(Class<T> type, String sql, Object... parameters) {
    return type.cast(query(sql, parameters).get(0)[0]);
  }

  /** Returns the single timestamp of a query. */
  public Instant time(String sql, Object... parameters) {
    try (PreparedStatement statement = bind(sql, parameters);
        ResultSet rows = statement.executeQuery()) {
      rows.next();
      return rows.getObject(1, OffsetDateTime.class).toInstant();
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  private PreparedStatement bind(String sql, Object... parameters) throws SQLException {
    statements++;
    PreparedStatement statement = connection.prepareStatement(sql);
    for (int i = 0; i < parameters.length; i++) {
      statement.setObject(i + 1, parameters[i]);
    }
    return statement;
  }

  /** Opens a connection whose transaction sees the database as it is now, until it is closed. */
  public Connection holdSnapshot() throws SQLException {
    Connection holder = DriverManager.getConnection(url, name, name);
    holder.setAutoCommit(false);
    holder.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
    try (Statement statement = holder.createStatement()) {
      statement.execute("SELECT 1");
    }
    return holder;
  }

  /** Removes dead rows, updates statistics and writes dirty pages, so that no measurement pays. */
  public void settle() {
    update("VACUUM (ANALYZE)");
    update("CHECKPOINT");
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
