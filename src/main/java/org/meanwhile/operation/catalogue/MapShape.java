package org.meanwhile.operation.catalogue;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A map: an object with any members. The map that is read has the caller's order, unmodifiable. */
record MapShape(Shape values, ObjectNode valueSchema) implements Shape {

  @Override
  public ObjectNode describe() {
    return Json.object().put("type", "object").set("additionalProperties", valueSchema.deepCopy());
  }

  @Override
  public @Nullable Object read(JsonNode value, Pointer at, Violations violations) {
    if (!value.isObject()) {
      violations.add(at, "must be an object");
      return null;
    }
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    value
        .properties()
        .forEach(
            each ->
                map.put(
                    each.getKey(),
                    values.read(each.getValue(), at.member(each.getKey()), violations)));
    return Collections.unmodifiableMap(map);
  }
}
