package org.meanwhile.operation.catalogue;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Any JSON value, read as plain Java: null, {@code String}, {@code Boolean}, {@code Long} (or
 * {@code BigInteger} beyond its range), {@code BigDecimal} for a number with a fraction or an
 * exponent, unmodifiable {@code List} and {@code Map}.
 */
record AnyShape() implements Shape {

  @Override
  public ObjectNode describe() {
    return Json.object();
  }

  @Override
  public @Nullable Object read(JsonNode value, Pointer at, Violations violations) {
    return plain(value);
  }

  /** The value as plain Java; null for JSON's null. */
  static @Nullable Object plain(JsonNode value) {
    return switch (value.getNodeType()) {
      case STRING -> value.stringValue();
      case BOOLEAN -> value.booleanValue();
      case NUMBER -> number(value);
      case ARRAY -> list(value);
      case OBJECT -> map(value);
      case NULL -> null;
      case BINARY, MISSING, POJO ->
          throw new IllegalStateException("parsed JSON has a " + value.getNodeType());
    };
  }

  static Map<String, @Nullable Object> map(JsonNode object) {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    object.properties().forEach(each -> map.put(each.getKey(), plain(each.getValue())));
    return Collections.unmodifiableMap(map);
  }

  private static List<@Nullable Object> list(JsonNode array) {
    List<@Nullable Object> list = new ArrayList<>(array.size());
    array.forEach(each -> list.add(plain(each)));
    return Collections.unmodifiableList(list);
  }

  private static Number number(JsonNode value) {
    if (!value.isIntegralNumber()) {
      return value.decimalValue();
    }
    BigInteger whole = value.bigIntegerValue();
    return whole.bitLength() < Long.SIZE ? (Number) whole.longValue() : whole;
  }
}
