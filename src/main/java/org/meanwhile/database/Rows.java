package org.meanwhile.database;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Short forms of the JDBC calls that every query here needs. */
public final class Rows {
  private Rows() {}

  /** Maps one row to an object, which may be null. */
  @FunctionalInterface
  public interface RowMapper<T extends @Nullable Object> {
    T map(ResultSet row) throws SQLException;
  }

  /** Runs an insert, update or delete; returns the number of changed rows. */
  public static int update(Connection connection, String sql, @Nullable Object... parameters)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      bind(statement, parameters);
      return statement.executeUpdate();
    }
  }

  /** Runs the same insert, update or delete with several rows of parameters, in one round trip. */
  public static void updateAll(
      Connection connection, String sql, List<? extends List<? extends @Nullable Object>> rows)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (List<? extends @Nullable Object> row : rows) {
        bind(statement, row.toArray());
        statement.addBatch();
      }
      statement.executeBatch();
    }
  }

  /** Runs a query; returns all its rows in order, held in memory. */
  public static <T extends @Nullable Object> List<T> query(
      Connection connection, String sql, RowMapper<T> mapper, @Nullable Object... parameters)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      bind(statement, parameters);
      try (ResultSet rows = statement.executeQuery()) {
        List<T> all = new ArrayList<>();
        while (rows.next()) {
          all.add(mapper.map(rows));
        }
        return all;
      }
    }
  }

  /** The database's time; constant within a transaction. */
  public static Instant now(Connection connection) throws SQLException {
    return query(connection, "SELECT CURRENT_TIMESTAMP", row -> row.getTimestamp(1).toInstant())
        .get(0);
  }

  // getObject(column, Class) is slow where a pool wraps the driver: the pool calls it by
  // reflection, for each column of each row.

  public static UUID uuid(ResultSet row, String column) throws SQLException {
    return (UUID) row.getObject(column);
  }

  public static UUID uuid(ResultSet row, int column) throws SQLException {
    return (UUID) row.getObject(column);
  }

  /** The number; null for NULL. */
  public static @Nullable Long longOrNull(ResultSet row, String column) throws SQLException {
    long value = row.getLong(column);
    return row.wasNull() ? null : value;
  }

  /** The number; null for NULL. */
  public static @Nullable Integer intOrNull(ResultSet row, String column) throws SQLException {
    int value = row.getInt(column);
    return row.wasNull() ? null : value;
  }

  /** The number; null for NULL. */
  public static @Nullable Double doubleOrNull(ResultSet row, String column) throws SQLException {
    double value = row.getDouble(column);
    return row.wasNull() ? null : value;
  }

  /** The instant, independent of the time zones of the JVM and the session; null for NULL. */
  public static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
    Timestamp time = row.getTimestamp(column);
    return time == null ? null : time.toInstant();
  }

  /** Converts a time that a native JPA query returned: the type depends on the driver. */
  public static Instant instant(Object time) {
    return time instanceof OffsetDateTime offset
        ? offset.toInstant()
        : ((Timestamp) time).toInstant();
  }

  /** Converts an instant to a parameter, independent of the zones of the JVM and the session. */
  public static OffsetDateTime time(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }

  /** Sets all parameters in order; null is a NULL of unknown type. */
  public static void bind(PreparedStatement statement, @Nullable Object... parameters)
      throws SQLException {
    for (int i = 0; i < parameters.length; i++) {
      if (parameters[i] instanceof Array array) {
        statement.setArray(i + 1, array);
      } else {
        statement.setObject(i + 1, parameters[i]);
      }
    }
  }
}
