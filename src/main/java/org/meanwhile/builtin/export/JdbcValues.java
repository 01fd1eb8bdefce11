package org.meanwhile.builtin.export;

import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Types;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.Year;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * How values of JDBC's types are written: numbers as the database writes them, times in ISO 8601,
 * bytes in base64, and values of other types as the driver's text. Large objects are streamed.
 */
final class JdbcValues {
  // These formats always have seconds; toString() leaves them out when they are zero.
  private static final DateTimeFormatter DATE = DateTimeFormatter.ISO_LOCAL_DATE;
  private static final DateTimeFormatter TIME = DateTimeFormatter.ISO_LOCAL_TIME;
  private static final DateTimeFormatter TIMESTAMP = DateTimeFormatter.ISO_LOCAL_DATE_TIME;
  private static final DateTimeFormatter ZONED = DateTimeFormatter.ISO_OFFSET_DATE_TIME;

  private JdbcValues() {}

  /**
   * The reader for a column.
   *
   * @param type of {@link Types}
   * @param typeName as the driver says it
   * @param nested whether JSON values and arrays are written as JSON, not as text
   */
  static ValueReader reader(int type, String typeName, boolean nested) {
    return switch (type) {
      case Types.TINYINT, Types.SMALLINT, Types.INTEGER, Types.BIGINT -> JdbcValues::literal;
      case Types.REAL, Types.FLOAT, Types.DOUBLE, Types.NUMERIC, Types.DECIMAL ->
          JdbcValues::literal;
      case Types.BOOLEAN -> JdbcValues::truth;
      case Types.DATE -> time(LocalDate.class, DATE);
      case Types.TIME -> time(LocalTime.class, TIME);
      case Types.TIMESTAMP -> time(LocalDateTime.class, TIMESTAMP);
      case Types.TIMESTAMP_WITH_TIMEZONE -> time(OffsetDateTime.class, ZONED);
      // H2 calls a UUID binary.
      case Types.BINARY, Types.VARBINARY ->
          typeName.equals("UUID") ? JdbcValues::text : JdbcValues::bytes;
      case Types.LONGVARBINARY, Types.BLOB -> JdbcValues::longBytes;
      case Types.LONGVARCHAR, Types.LONGNVARCHAR, Types.CLOB, Types.NCLOB -> JdbcValues::longText;
      case Types.ARRAY -> nested ? JdbcValues::array : JdbcValues::text;
      default -> nested && typeName.equals("JSON") ? JdbcValues::json : JdbcValues::text;
    };
  }

  private static void literal(ResultSet rows, int column, RowWriter writer)
      throws SQLException, IOException {
    String value = rows.getString(column + 1);
    if (value == null) {
      writer.missing(column);
    } else {
      writer.literal(column, value);
    }
  }

  private static void truth(ResultSet rows, int column, RowWriter writer)
      throws SQLException, IOException {
    boolean value = rows.getBoolean(column + 1);
    if (rows.wasNull()) {
      writer.missing(column);
    } else {
      writer.literal(column, String.valueOf(value));
    }
  }

  private static void text(ResultSet rows, int column, RowWriter writer)
      throws SQLException, IOException {
    text(rows.getString(column + 1), column, writer);
  }

  private static void text(@Nullable String value, int column, RowWriter writer)
      throws IOException {
    if (value == null) {
      writer.missing(column);
    } else {
      writer.text(column, value);
    }
  }

  private static <T extends TemporalAccessor> ValueReader time(
      Class<T> type, DateTimeFormatter format) {
    return (rows, column, writer) -> {
      T value = rows.getObject(column + 1, type);
      if (value != null && isStandIn(value)) {
        text(IsoTimes.iso(rows.getString(column + 1)), column, writer);
      } else {
        text(value == null ? null : format.format(value), column, writer);
      }
    };
  }

  /** H2 has a year more than Java at both ends, and its driver gives the last moment for it. */
  private static boolean isStandIn(TemporalAccessor value) {
    return value.isSupported(ChronoField.YEAR)
        && Math.abs(value.get(ChronoField.YEAR)) == Year.MAX_VALUE;
  }

  /** Bytes as base64. */
  static void bytes(ResultSet rows, int column, RowWriter writer) throws SQLException, IOException {
    byte[] value = rows.getBytes(column + 1);
    text(value == null ? null : Base64.getEncoder().encodeToString(value), column, writer);
  }

  private static void longBytes(ResultSet rows, int column, RowWriter writer)
      throws SQLException, IOException {
    InputStream value = rows.getBinaryStream(column + 1);
    longText(value == null ? null : new Base64Reader(value), column, writer);
  }

  private static void longText(ResultSet rows, int column, RowWriter writer)
      throws SQLException, IOException {
    longText(rows.getCharacterStream(column + 1), column, writer);
  }

  private static void longText(@Nullable Reader value, int column, RowWriter writer)
      throws IOException {
    if (value == null) {
      writer.missing(column);
      return;
    }
    try (value) {
      writer.longText(column, value);
    }
  }

  private static void json(ResultSet rows, int column, RowWriter writer)
      throws SQLException, IOException {
    byte[] value = rows.getBytes(column + 1);
    if (value == null) {
      writer.missing(column);
    } else {
      writer.json(column, JsonText.onOneLine(new String(value, StandardCharsets.UTF_8)));
    }
  }

  /** Elements are read as columns are: JDBC shows an array as rows of an index and a value. */
  private static void array(ResultSet rows, int column, RowWriter writer)
      throws SQLException, IOException {
    Array array = rows.getArray(column + 1);
    if (array == null) {
      writer.missing(column);
      return;
    }
    StringWriter json = new StringWriter();
    JsonArrayWriter elements = new JsonArrayWriter(json);
    elements.begin();
    try (ResultSet values = array.getResultSet()) {
      ResultSetMetaData data = values.getMetaData();
      ValueReader reader = reader(data.getColumnType(2), data.getColumnTypeName(2), true);
      while (values.next()) {
        reader.read(values, 1, elements);
      }
    } finally {
      array.free();
    }
    elements.end();
    writer.json(column, json.toString());
  }
}
