package org.meanwhile.bench.server;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;

/**
 * One contender's database, seen by the benchmark: as a superuser, so that what the benchmark asks
 * is told apart from what the contender does. Each statement commits by itself. For one thread.
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

  /** Of the database, of its owner, and the owner's password. */
  public String name() {
    return name;
  }

  /** For JDBC, without a user. */
  public String url() {
    return url;
  }

  /** How many statements, each a transaction, this benchmark has executed here. */
  public long statements() {
    return statements;
  }

  /** Executes one statement. */
  public int update(String sql, Object... parameters) {
    try (PreparedStatement statement = bind(sql, parameters)) {
      return statement.execute() ? 0 : statement.getUpdateCount();
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  /** All rows of a query, each as its columns' values. */
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

  /** The only value of a query. */
  public <T> T value(Class<T> type, String sql, Object... parameters) {
    return type.cast(query(sql, parameters).get(0)[0]);
  }

  /** The only time of a query. */
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

  /** Empty tables' dead rows, old statistics and pending pages shall not be in a measurement. */
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
