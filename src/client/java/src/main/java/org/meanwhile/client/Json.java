package org.meanwhile.client;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;

/** JSON as maps, lists, texts, numbers, booleans and null. */
public final class Json {
  private static final char[] HEX = "0123456789abcdef".toCharArray();

  private Json() {}

  /**
   * JSON that a library has written, such as {@code new Json.Raw(jsonb.toJson(input))}. It is sent
   * as it is.
   *
   * @param text valid JSON
   */
  public record Raw(String text) {}

  /**
   * Reads JSON.
   *
   * @return a {@link Map}, a {@link java.util.List}, a {@link String}, a {@link Long} (or a {@link
   *     java.math.BigDecimal} where that does not fit), a {@link Boolean}, or null
   * @throws IllegalArgumentException when it is not JSON
   */
  public static Object read(String text) {
    return new JsonReader(text).whole();
  }

  /** Reads an object; anything else is an empty one. */
  @SuppressWarnings("unchecked")
  static Map<String, Object> readObject(String text) {
    try {
      return read(text) instanceof Map<?, ?> map ? (Map<String, Object>) map : Map.of();
    } catch (IllegalArgumentException e) {
      return Map.of();
    }
  }

  /**
   * Writes JSON.
   *
   * @param value what {@link #read} returns, {@link Raw}, {@link Instant}, {@link Duration}, {@link
   *     UUID} or an enum
   * @throws IllegalArgumentException for anything else
   */
  public static String write(Object value) {
    StringBuilder out = new StringBuilder();
    write(value, out);
    return out.toString();
  }

  private static void write(Object value, StringBuilder out) {
    if (value == null || value instanceof Boolean || isNumber(value)) {
      out.append(value);
    } else if (value instanceof Raw raw) {
      out.append(raw.text());
    } else if (value instanceof Map<?, ?> map) {
      writeObject(map, out);
    } else if (value instanceof Iterable<?> items) {
      writeArray(items, out);
    } else if (isText(value)) {
      writeText(value.toString(), out);
    } else {
      throw new IllegalArgumentException("no JSON for " + value.getClass() + "; see Json.Raw");
    }
  }

  private static boolean isNumber(Object value) {
    return value instanceof Number && Double.isFinite(((Number) value).doubleValue());
  }

  private static boolean isText(Object value) {
    return value instanceof CharSequence
        || value instanceof Enum<?>
        || value instanceof Instant
        || value instanceof Duration
        || value instanceof UUID;
  }

  private static void writeObject(Map<?, ?> map, StringBuilder out) {
    String separator = "{";
    for (Map.Entry<?, ?> member : map.entrySet()) {
      out.append(separator);
      writeText(member.getKey().toString(), out);
      out.append(':');
      write(member.getValue(), out);
      separator = ",";
    }
    out.append(map.isEmpty() ? "{}" : "}");
  }

  private static void writeArray(Iterable<?> items, StringBuilder out) {
    out.append('[');
    String separator = "";
    for (Object item : items) {
      out.append(separator);
      write(item, out);
      separator = ",";
    }
    out.append(']');
  }

  private static void writeText(String text, StringBuilder out) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        out.append('\\').append(c);
      } else if (c < ' ' || Character.isSurrogate(c)) {
        out.append("\\u").append(HEX[c >> 12]).append(HEX[c >> 8 & 15]);
        out.append(HEX[c >> 4 & 15]).append(HEX[c & 15]);
      } else {
        out.append(c);
      }
    }
    out.append('"');
  }
}
