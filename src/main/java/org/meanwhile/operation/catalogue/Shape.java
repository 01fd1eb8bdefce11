package org.meanwhile.operation.catalogue;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/** The JSON form of one Java type: its schema, and how a value is read. Thread-safe. */
interface Shape {

  /** The JSON Schema; a new object at each call, which the caller may change. */
  ObjectNode describe();

  /**
   * Reads a value.
   *
   * @param at the place of the value in the input
   * @param violations gets every violation
   * @return the Java value; null for a JSON null where {@link AnyShape} accepts one; meaningless
   *     when a violation was added
   */
  @Nullable Object read(JsonNode value, Pointer at, Violations violations);

  /** Whether the JSON form is a string, so that the text of an annotation has no quotes. */
  default boolean isText() {
    return false;
  }

  /**
   * The value that an annotation gives as text: a default or an example.
   *
   * @throws InvalidInput when the text is not JSON
   */
  default JsonNode fromText(String text) throws InvalidInput {
    return isText() ? StringNode.valueOf(text) : Json.parse(text);
  }
}
