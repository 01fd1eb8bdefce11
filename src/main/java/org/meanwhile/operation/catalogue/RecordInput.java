package org.meanwhile.operation.catalogue;

import tools.jackson.databind.node.ObjectNode;

/** An input that is a record. */
final class RecordInput<I> implements Input<I> {

  private final Class<I> type;
  private final RecordShape shape;
  private final String schema;

  /**
   * @throws IllegalArgumentException when it cannot be an input
   */
  RecordInput(Class<I> type, Rules rules) {
    this.type = type;
    shape = new Shapes(rules).ofRecord(type);
    ObjectNode described =
        Json.object().put("$schema", "https://json-schema.org/draft/2020-12/schema");
    described.setAll(shape.describe());
    schema = described.toString();
  }

  @Override
  public String schema() {
    return schema;
  }

  @Override
  public I read(String json) throws InvalidInput {
    Violations refused = new Violations();
    Object read = shape.read(Json.parseInput(json), Pointer.ROOT, refused);
    refused.throwIfAny();
    return type.cast(read);
  }
}
