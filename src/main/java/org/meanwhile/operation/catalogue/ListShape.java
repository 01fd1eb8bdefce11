package org.meanwhile.operation.catalogue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A list: an array whose items have one shape. The list that is read is unmodifiable. */
record ListShape(Shape items, ObjectNode itemSchema) implements Shape {

  @Override
  public ObjectNode describe() {
    return Json.object().put("type", "array").set("items", itemSchema.deepCopy());
  }

  @Override
  public @Nullable Object read(JsonNode value, Pointer at, Violations violations) {
    if (!value.isArray()) {
      violations.add(at, "must be an array");
      return null;
    }
    List<@Nullable Object> list = new ArrayList<>(value.size());
    for (int i = 0; i < value.size(); i++) {
      list.add(items.read(value.get(i), at.item(i), violations));
    }
    return Collections.unmodifiableList(list);
  }
}
