package org.meanwhile.operation.catalogue;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/** The JSON form of one Java type: how callers see it, and how it is read. Thread-safe. */
interface Shape {

  /** Its JSON Schema, anew each time: whoever asks may add to it. */
  ObjectNode describe();

  /**
   * The Java value.
   *
   * @param refused gets every fault; with at least one, what is returned means nothing
   */
  Object read(JsonNode value, Pointer at, Violations refused);

  /** Whether it is a JSON string, so that an annotation's text needs no quotes. */
  default boolean isText() {
    return false;
  }

  /** What an annotation's text stands for: a default or an example. */
  default JsonNode fromText(String text) throws InvalidInput {
    return isText() ? StringNode.valueOf(text) : Json.parse(text);
  }
}
