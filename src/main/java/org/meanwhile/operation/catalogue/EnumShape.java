package org.meanwhile.operation.catalogue;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** An enum: a string with the name of a constant in lower case, hyphens for underscores. */
final class EnumShape implements Shape {

  private final Map<String, Object> constants = new LinkedHashMap<>();

  EnumShape(Class<?> type) {
    for (Object constant : type.getEnumConstants()) {
      constants.put(word((Enum<?>) constant), constant);
    }
  }

  static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  @Override
  public ObjectNode describe() {
    ObjectNode schema = Json.object().put("type", "string");
    ArrayNode names = schema.putArray("enum");
    constants.keySet().forEach(names::add);
    return schema;
  }

  @Override
  public @Nullable Object read(JsonNode value, Pointer at, Violations violations) {
    Object constant = value.isString() ? constants.get(value.stringValue()) : null;
    if (constant == null) {
      violations.add(at, "must be one of: " + String.join(", ", constants.keySet()));
    }
    return constant;
  }

  @Override
  public boolean isText() {
    return true;
  }
}
