package org.meanwhile.database;

import java.sql.Array;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Many rows as parameters of one statement: an array for each column, of which {@code UNNEST} makes
 * rows again. A null value in a column is a null element of its array.
 */
public final class Columns<T> {
  private final Connection connection;
  private final List<T> rows;

  public Columns(Connection connection, List<T> rows) {
    this.connection = connection;
    this.rows = rows;
  }

  public Array uuids(Function<T, ?> column) throws SQLException {
    return array("uuid", column);
  }

  public Array texts(Function<T, @Nullable String> column) throws SQLException {
    return array("text", column);
  }

  public Array longs(Function<T, @Nullable Long> column) throws SQLException {
    return array("int8", column);
  }

  public Array ints(Function<T, @Nullable Integer> column) throws SQLException {
    return array("int4", column);
  }

  public Array booleans(Function<T, @Nullable Boolean> column) throws SQLException {
    return array("bool", column);
  }

  public Array timestamps(Function<T, ?> column) throws SQLException {
    return array("timestamptz", column);
  }

  /** The array is of type {@code byte[][]}: a value is an array itself, not an object. */
  public Array bytes(Function<T, byte @Nullable []> column) throws SQLException {
    byte[][] values = new byte[rows.size()][];
    for (int i = 0; i < values.length; i++) {
      values[i] = column.apply(rows.get(i));
    }
    return connection.createArrayOf("bytea", values);
  }

  private Array array(String type, Function<T, ?> column) throws SQLException {
    Object[] values = new Object[rows.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = column.apply(rows.get(i));
    }
    return connection.createArrayOf(type, values);
  }
}
