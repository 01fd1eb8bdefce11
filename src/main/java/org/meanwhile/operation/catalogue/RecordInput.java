package org.meanwhile.operation.catalogue;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Reads inputs into a record. */
final class RecordInput<I> implements Input<I> {

  private final Class<I> type;
  private final RecordShape shape;
  private final String schema;

  /**
   * @throws IllegalArgumentException when the record cannot be an input
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
  public I read(@Nullable String json) throws InvalidInput {
    Violations violations = new Violations();
    Object read = shape.read(Json.parseInput(json), Pointer.ROOT, violations);
    violations.throwIfAny();
    if (read == null) {
      throw new IllegalStateException("no violation, but no " + type.getName() + " either");
    }
    return type.cast(read);
  }
}
