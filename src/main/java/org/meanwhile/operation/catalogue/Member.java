package org.meanwhile.operation.catalogue;

import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.Field;
import java.lang.reflect.RecordComponent;
import java.util.Set;
import java.util.function.Function;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import org.meanwhile.operation.Choices;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.BooleanNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * One member of an input record.
 *
 * @param annotated the element with the member's annotations
 * @param defaultValue the value when a caller leaves the member out; null for no default
 */
record Member(
    String name,
    Class<?> type,
    Shape shape,
    AnnotatedElement annotated,
    @Nullable JsonNode defaultValue) {

  static Member of(
      Class<?> owner, RecordComponent component, Function<AnnotatedType, Shape> shapes) {
    String name = component.getName();
    try {
      Shape shape = shapes.apply(component.getAnnotatedType());
      Field field = owner.getDeclaredField(name);
      return new Member(
          name, component.getType(), shape, field, defaultValue(component, field, shape));
    } catch (IllegalArgumentException | InvalidInput | NoSuchFieldException e) {
      throw new IllegalArgumentException(name + ": " + e.getMessage(), e);
    }
  }

  /**
   * Reads the member. An absent member gets the default, or else null; without a default a
   * primitive member is a violation. JSON's null is a value, which only {@link AnyShape} accepts.
   *
   * @param given null when the member is absent
   */
  @Nullable Object read(@Nullable JsonNode given, Pointer at, Violations violations) {
    JsonNode value = given == null ? defaultValue : given;
    if (value == null && type.isPrimitive()) {
      violations.add(at, "is missing");
    }
    return value == null ? null : shape.read(value, at, violations);
  }

  boolean required() {
    return defaultValue == null && (type.isPrimitive() || Bounds.required(annotated));
  }

  ObjectNode describe() {
    ObjectNode schema = shape.describe();
    Bounds.describe(annotated, schema);
    Schema annotation = annotated.getAnnotation(Schema.class);
    if (annotation != null) {
      texts(annotation, schema);
    }
    if (defaultValue != null) {
      schema.set("default", defaultValue);
    }
    choices(annotated.getAnnotation(Choices.class), schema);
    return schema;
  }

  /** Adds nothing for null: the member has no {@code @Choices}. */
  private void choices(@Nullable Choices annotation, ObjectNode schema) {
    if (annotation == null) {
      return;
    }
    try {
      Set<String> texts = annotation.value().getConstructor().newInstance().get();
      if (!texts.isEmpty()) {
        texts.stream().sorted().forEach(schema.putArray("enum")::add);
      }
    } catch (ReflectiveOperationException e) {
      throw new IllegalArgumentException(name + ": its @Choices cannot be created", e);
    }
  }

  private void texts(Schema annotation, ObjectNode schema) {
    if (!annotation.title().isEmpty()) {
      schema.put("title", annotation.title());
    }
    if (!annotation.description().isEmpty()) {
      schema.put("description", annotation.description());
    }
    if (annotation.writeOnly()) {
      schema.put("writeOnly", true);
    }
    if (annotation.deprecated()) {
      schema.put("deprecated", true);
    }
    if (!annotation.example().isEmpty()) {
      try {
        schema.putArray("examples").add(shape.fromText(annotation.example()));
      } catch (InvalidInput e) {
        throw new IllegalArgumentException(name + ": its example is not of its type", e);
      }
    }
  }

  /** Null for no default. */
  private static @Nullable JsonNode defaultValue(
      RecordComponent component, Field field, Shape shape) throws InvalidInput {
    Schema annotation = field.getAnnotation(Schema.class);
    if (annotation != null && !annotation.defaultValue().isEmpty()) {
      return shape.fromText(annotation.defaultValue());
    }
    return component.getType() == boolean.class ? BooleanNode.FALSE : null;
  }
}
