package org.meanwhile.builtin.export;

import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Types;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.TemporalAccessor;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Passes the values of one column to a writer: numbers as the database writes them, times in ISO
 * 8601, bytes in base64, and values of other types as the database's text. Large objects are
 * streamed.
 *
 * @param index from 0
 */
record Column(int index, String label, Kind kind) {

  // These formats always have seconds; toString() leaves them out when they are zero.
  private static final DateTimeFormatter ISO_DATE = DateTimeFormatter.ISO_LOCAL_DATE;

  private static final DateTimeFormatter ISO_TIME = DateTimeFormatter.ISO_LOCAL_TIME;
  private static final DateTimeFormatter ISO_TIMESTAMP = DateTimeFormatter.ISO_LOCAL_DATE_TIME;
  private static final DateTimeFormatter ISO_ZONED = DateTimeFormatter.ISO_OFFSET_DATE_TIME;

  /** The ways in which values are read. */
  enum Kind {
    NUMBER,
    BOOLEAN,
    DATE,
    TIME,
    TIMESTAMP,
    TIMESTAMP_WITH_ZONE,
    BINARY,
    LONG_BINARY,
    LONG_TEXT,
    TEXT
  }

  /**
   * Returns the columns of a result. A repeated label gets {@code _2} and so on: JSON needs unique
   * names.
   */
  static List<Column> of(ResultSetMetaData data) throws SQLException {
    List<Column> columns = new ArrayList<>();
    Set<String> labels = new HashSet<>();
    for (int i = 1; i <= data.getColumnCount(); i++) {
      String label = data.getColumnLabel(i);
      for (int n = 2; !labels.add(label); n++) {
        label = data.getColumnLabel(i) + "_" + n;
      }
      columns.add(new Column(i - 1, label, kind(data.getColumnType(i), data.getColumnTypeName(i))));
    }
    return columns;
  }

  /** PostgreSQL reports booleans as BIT and both timestamps as TIMESTAMP: its type names differ. */
  private static Kind kind(int type, String typeName) {
    return switch (type) {
      case Types.TINYINT, Types.SMALLINT, Types.INTEGER, Types.BIGINT -> Kind.NUMBER;
      case Types.REAL, Types.FLOAT, Types.DOUBLE, Types.NUMERIC, Types.DECIMAL -> Kind.NUMBER;
      case Types.BOOLEAN -> Kind.BOOLEAN;
      case Types.BIT -> typeName.equals("bool") ? Kind.BOOLEAN : Kind.TEXT;
      case Types.DATE -> Kind.DATE;
      case Types.TIME -> typeName.equals("timetz") ? Kind.TEXT : Kind.TIME;
      case Types.TIMESTAMP ->
          typeName.equals("timestamptz") ? Kind.TIMESTAMP_WITH_ZONE : Kind.TIMESTAMP;
      case Types.TIMESTAMP_WITH_TIMEZONE -> Kind.TIMESTAMP_WITH_ZONE;
      case Types.BINARY, Types.VARBINARY -> Kind.BINARY;
      case Types.LONGVARBINARY, Types.BLOB -> Kind.LONG_BINARY;
      case Types.LONGVARCHAR, Types.LONGNVARCHAR, Types.CLOB, Types.NCLOB -> Kind.LONG_TEXT;
      default -> Kind.TEXT;
    };
  }

  void write(ResultSet rows, RowWriter writer) throws SQLException, IOException {
    int i = index + 1;
    switch (kind) {
      case NUMBER -> literal(rows.getString(i), writer);
      case BOOLEAN -> bool(rows, rows.getBoolean(i), writer);
      case DATE -> time(rows.getObject(i, LocalDate.class), ISO_DATE, writer);
      case TIME -> time(rows.getObject(i, LocalTime.class), ISO_TIME, writer);
      case TIMESTAMP -> time(rows.getObject(i, LocalDateTime.class), ISO_TIMESTAMP, writer);
      case TIMESTAMP_WITH_ZONE -> time(rows.getObject(i, OffsetDateTime.class), ISO_ZONED, writer);
      case BINARY -> binary(rows.getBytes(i), writer);
      case LONG_BINARY -> longBinary(rows.getBinaryStream(i), writer);
      case LONG_TEXT -> longText(rows.getCharacterStream(i), writer);
      case TEXT -> text(rows.getString(i), writer);
    }
  }

  private void literal(String value, RowWriter writer) throws IOException {
    if (value == null) {
      writer.missing(index);
    } else {
      writer.literal(index, value);
    }
  }

  private void bool(ResultSet rows, boolean value, RowWriter writer)
      throws SQLException, IOException {
    literal(rows.wasNull() ? null : String.valueOf(value), writer);
  }

  private void text(String value, RowWriter writer) throws IOException {
    if (value == null) {
      writer.missing(index);
    } else {
      writer.text(index, value);
    }
  }

  private void time(TemporalAccessor value, DateTimeFormatter format, RowWriter writer)
      throws IOException {
    text(value == null ? null : format.format(value), writer);
  }

  private void binary(byte[] value, RowWriter writer) throws IOException {
    text(value == null ? null : Base64.getEncoder().encodeToString(value), writer);
  }

  private void longBinary(InputStream value, RowWriter writer) throws IOException {
    longText(value == null ? null : new Base64Reader(value), writer);
  }

  private void longText(Reader value, RowWriter writer) throws IOException {
    if (value == null) {
      writer.missing(index);
      return;
    }
    try (value) {
      writer.longText(index, value);
    }
  }
}
