package org.meanwhile.builtin.export;

import java.io.IOException;
import java.sql.Types;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;

/**
 * How values of PostgreSQL's types are written. All of them are read as the database's text, as in
 * {@code COPY … TO STDOUT}, and never as the driver's Java objects, which know no {@code infinity},
 * no {@code 24:00:00} and no year that is too large. Numbers, and all types that are not named
 * here, are that text.
 *
 * <p>The text depends on the session: {@link Dialect#POSTGRESQL} sets it.
 */
enum PostgresValues {
  /** JSON has no NaN, no Infinity and no money: writers make strings of these. */
  NUMBER,
  /** {@code true} or {@code false} for {@code t} or {@code f}. */
  BOOLEAN,
  /** {@link IsoTimes ISO 8601}. */
  TIME,
  /** Base64 for {@code \x00ff}. */
  BYTES,
  /** A JSON value on request, else its text. */
  JSON,
  TEXT;

  private static final String BYTES_PREFIX = "\\x";

  /**
   * The reader for a column.
   *
   * @param type of {@link Types}
   * @param typeName as the driver says it, such as {@code int4}, {@code _int4} for its arrays, or
   *     {@code "schema"."name"} for a type that the search path does not find
   * @param nested whether JSON values and arrays are written as JSON, not as text
   */
  static ValueReader reader(int type, String typeName, boolean nested) {
    if (type == Types.ARRAY && nested) {
      return arrayReader(typeName);
    }
    PostgresValues values = type == Types.ARRAY ? TEXT : of(typeName);
    return values == BYTES
        ? JdbcValues::bytes
        : (rows, column, writer) -> {
          String text = rows.getString(column + 1);
          if (text == null) {
            writer.missing(column);
          } else {
            values.write(text, column, nested, writer);
          }
        };
  }

  private void write(String text, int column, boolean nested, RowWriter writer) throws IOException {
    switch (this) {
      case NUMBER, BOOLEAN -> writer.literal(column, exported(text));
      case JSON -> {
        if (nested) {
          writer.json(column, JsonText.onOneLine(text));
        } else {
          writer.text(column, text);
        }
      }
      case TIME, BYTES, TEXT -> writer.text(column, exported(text));
    }
  }

  /**
   * Arrays of domains, of composite types, and of types with a schema have strings for elements.
   */
  private static ValueReader arrayReader(String typeName) {
    PostgresValues elements = of(typeName.replaceFirst("^_", ""));
    char delimiter = typeName.equals("_box") ? ';' : ',';
    return (rows, column, writer) -> {
      String text = rows.getString(column + 1);
      if (text == null) {
        writer.missing(column);
      } else {
        writer.json(column, PostgresArray.json(text, delimiter, elements::json));
      }
    };
  }

  private static PostgresValues of(String typeName) {
    return switch (typeName.toLowerCase(Locale.ROOT)) {
      case "int2", "int4", "int8", "smallserial", "serial", "bigserial", "oid" -> NUMBER;
      case "float4", "float8", "numeric", "money" -> NUMBER;
      case "bool" -> BOOLEAN;
      case "date", "timestamp", "timestamptz" -> TIME;
      case "bytea" -> BYTES;
      case "json", "jsonb" -> JSON;
      default -> TEXT;
    };
  }

  /** One element of an array, which is not NULL, as JSON. */
  private String json(String text) {
    return switch (this) {
      case NUMBER, BOOLEAN -> JsonText.literal(exported(text));
      case JSON -> JsonText.onOneLine(text);
      case TIME, BYTES, TEXT -> JsonText.quoted(exported(text));
    };
  }

  private String exported(String text) {
    return switch (this) {
      case BOOLEAN -> text.equals("t") ? "true" : "false";
      case TIME -> IsoTimes.iso(text);
      case BYTES ->
          Base64.getEncoder()
              .encodeToString(HexFormat.of().parseHex(text, BYTES_PREFIX.length(), text.length()));
      case NUMBER, JSON, TEXT -> text;
    };
  }
}
