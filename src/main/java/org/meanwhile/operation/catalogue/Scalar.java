package org.meanwhile.operation.catalogue;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.meanwhile.notation.IsoDuration;
import org.meanwhile.notation.Rfc3339;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A string, number, boolean, duration or time. Nothing is converted: a string is not read as a
 * number, a fraction not as a whole number, and a value out of range is refused. {@code 3.0} is a
 * whole number, as in JSON Schema.
 *
 * @param format the {@code format} of the schema; null for none
 * @param pattern the {@code pattern} of the schema; null for none
 * @param min the smallest number; null for no bound
 * @param max the largest number; null for no bound
 * @param expected the message for a caller who sent another value
 * @param reader returns null for a value that it does not accept
 */
record Scalar(
    String type,
    @Nullable String format,
    @Nullable String pattern,
    @Nullable BigDecimal min,
    @Nullable BigDecimal max,
    String expected,
    Function<JsonNode, @Nullable Object> reader)
    implements Shape {

  private static final Scalar TEXT =
      new Scalar("string", null, "must be a string", node -> text(node));
  private static final Scalar INT =
      whole("int32", Integer.MIN_VALUE, Integer.MAX_VALUE, number -> number.intValueExact());
  private static final Scalar LONG =
      whole("int64", Long.MIN_VALUE, Long.MAX_VALUE, number -> number.longValueExact());
  private static final Scalar DOUBLE =
      new Scalar("number", "double", "must be a number within double range", Scalar::finite);
  private static final Scalar DECIMAL =
      new Scalar(
          "number", null, "must be a number", node -> node.isNumber() ? node.decimalValue() : null);
  private static final Scalar TRUTH =
      new Scalar(
          "boolean",
          null,
          "must be true or false",
          node -> node.isBoolean() ? node.booleanValue() : null);
  private static final Scalar DURATION = written(NotationFormat.DURATION, IsoDuration::parse);
  private static final Scalar INSTANT = written(NotationFormat.TIME, Rfc3339::parse);

  /** By the Java types of a record's components. */
  static final Map<Class<?>, Scalar> ALL =
      Map.ofEntries(
          Map.entry(String.class, TEXT),
          Map.entry(int.class, INT),
          Map.entry(Integer.class, INT),
          Map.entry(long.class, LONG),
          Map.entry(Long.class, LONG),
          Map.entry(double.class, DOUBLE),
          Map.entry(Double.class, DOUBLE),
          Map.entry(BigDecimal.class, DECIMAL),
          Map.entry(boolean.class, TRUTH),
          Map.entry(Boolean.class, TRUTH),
          Map.entry(Duration.class, DURATION),
          Map.entry(Instant.class, INSTANT));

  private Scalar(
      String type,
      @Nullable String format,
      String expected,
      Function<JsonNode, @Nullable Object> reader) {
    this(type, format, null, null, null, expected, reader);
  }

  @Override
  public ObjectNode describe() {
    ObjectNode schema = Json.object().put("type", type);
    if (format != null) {
      schema.put("format", format);
    }
    if (pattern != null) {
      schema.put("pattern", pattern);
    }
    if (min != null) {
      schema.put("minimum", min).put("maximum", max);
    }
    return schema;
  }

  @Override
  public @Nullable Object read(JsonNode value, Pointer at, Violations violations) {
    Object read = reader.apply(value);
    if (read == null) {
      violations.add(at, expected);
    }
    return read;
  }

  @Override
  public boolean isText() {
    return type.equals("string");
  }

  private static Scalar whole(
      String format, long min, long max, Function<BigDecimal, Object> exact) {
    return new Scalar(
        "integer",
        format,
        null,
        BigDecimal.valueOf(min),
        BigDecimal.valueOf(max),
        "must be a whole number from %d to %d".formatted(min, max),
        node -> {
          try {
            return node.isNumber() ? exact.apply(node.decimalValue()) : null;
          } catch (ArithmeticException e) {
            // A fraction, or out of range.
            return null;
          }
        });
  }

  /** A string with one reader, which reads what matches the pattern and nothing else. */
  private static Scalar written(NotationFormat notation, Function<String, Object> reader) {
    return new Scalar(
        "string",
        null,
        notation.pattern(),
        null,
        null,
        notation.expected(),
        node -> parsed(node, reader));
  }

  private static @Nullable Object finite(JsonNode node) {
    if (!node.isNumber()) {
      return null;
    }
    double number = node.decimalValue().doubleValue();
    return Double.isFinite(number) ? number : null;
  }

  private static @Nullable Object parsed(JsonNode node, Function<String, Object> parser) {
    try {
      return node.isString() ? parser.apply(node.stringValue()) : null;
    } catch (DateTimeException e) {
      return null;
    }
  }

  private static @Nullable String text(JsonNode node) {
    return node.isString() ? node.stringValue() : null;
  }
}
