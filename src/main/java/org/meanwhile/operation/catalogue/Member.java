package org.meanwhile.operation.catalogue;

import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Field;
import java.lang.reflect.RecordComponent;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.meanwhile.operation.Choices;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.BooleanNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * One member of an input record.
 *
 * @param annotated where its annotations are
 * @param absent what counts when a caller leaves it out; null when nothing does
 */
record Member(
    String name, Class<?> type, Shape shape, AnnotatedElement annotated, JsonNode absent) {

  static Member of(Class<?> owner, RecordComponent component, Shapes shapes) {
    String name = component.getName();
    try {
      Shape shape = shapes.of(component.getAnnotatedType());
      Field field = owner.getDeclaredField(name);
      return new Member(name, component.getType(), shape, field, absent(component, field, shape));
    } catch (IllegalArgumentException | InvalidInput | NoSuchFieldException e) {
      throw new IllegalArgumentException(name + ": " + e.getMessage(), e);
    }
  }

  /**
   * The value of this member, its default when it is absent or null; null when it has none.
   *
   * @param given null when it is absent
   */
  Object read(JsonNode given, Pointer at, Violations refused) {
    JsonNode value = given == null || given.isNull() ? absent : given;
    if (value == null && type.isPrimitive()) {
      refused.add(at, "is missing");
    }
    return value == null ? null : shape.read(value, at, refused);
  }

  boolean required() {
    return absent == null && (type.isPrimitive() || Bounds.required(annotated));
  }

  ObjectNode describe() {
    ObjectNode schema = shape.describe();
    Bounds.describe(annotated, schema);
    Schema said = annotated.getAnnotation(Schema.class);
    if (said != null) {
      words(said, schema);
    }
    if (absent != null) {
      schema.set("default", absent);
    }
    choices(annotated.getAnnotation(Choices.class), schema);
    return schema;
  }

  private void choices(Choices said, ObjectNode schema) {
    if (said == null) {
      return;
    }
    try {
      Set<String> names = said.value().getConstructor().newInstance().get();
      if (!names.isEmpty()) {
        names.stream().sorted().forEach(schema.putArray("enum")::add);
      }
    } catch (ReflectiveOperationException e) {
      throw new IllegalArgumentException(name + ": its choices cannot be asked for", e);
    }
  }

  private void words(Schema said, ObjectNode schema) {
    if (!said.title().isEmpty()) {
      schema.put("title", said.title());
    }
    if (!said.description().isEmpty()) {
      schema.put("description", said.description());
    }
    if (said.deprecated()) {
      schema.put("deprecated", true);
    }
    if (!said.example().isEmpty()) {
      try {
        schema.putArray("examples").add(shape.fromText(said.example()));
      } catch (InvalidInput e) {
        throw new IllegalArgumentException(name + ": its example is not of its type", e);
      }
    }
  }

  private static JsonNode absent(RecordComponent component, Field field, Shape shape)
      throws InvalidInput {
    Schema said = field.getAnnotation(Schema.class);
    if (said != null && !said.defaultValue().isEmpty()) {
      return shape.fromText(said.defaultValue());
    }
    return component.getType() == boolean.class ? BooleanNode.FALSE : null;
  }
}
