package org.meanwhile.operation.catalogue;

import jakarta.validation.ValidationException;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.meanwhile.operation.FurtherSchema;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A record: an object with the record's components as members. Unknown members are refused; absent
 * members get their default. Then the record is created, and Jakarta Validation validates it.
 */
final class RecordShape implements Shape {

  private final Class<?> type;
  private final Constructor<?> constructor;
  private final Map<String, Member> members = new LinkedHashMap<>();
  private final Rules rules;

  /**
   * A member whose value has the right type.
   *
   * @param value null when the member is absent and has no default, or is null
   */
  private record ReadMember(String name, @Nullable Object value) {}

  private RecordShape(Class<?> type, Constructor<?> constructor, Rules rules) {
    this.type = type;
    this.constructor = constructor;
    this.rules = rules;
  }

  /**
   * The shape of a record.
   *
   * @param shapes finds the shapes of the components
   * @throws IllegalArgumentException when the record cannot be an input: because of a member's
   *     type, a default that breaks the member's own constraints, or a constraint for another type
   */
  static RecordShape of(Class<?> type, Function<AnnotatedType, Shape> shapes, Rules rules) {
    RecordComponent[] components = type.getRecordComponents();
    Class<?>[] types = new Class<?>[components.length];
    for (int i = 0; i < components.length; i++) {
      types[i] = components[i].getType();
    }
    try {
      RecordShape shape = new RecordShape(type, type.getDeclaredConstructor(types), rules);
      shape.constructor.setAccessible(true);
      for (RecordComponent component : components) {
        shape.members.put(component.getName(), Member.of(type, component, shapes));
      }
      shape.members.values().forEach(shape::validateDeclaration);
      return shape;
    } catch (NoSuchMethodException e) {
      throw new IllegalStateException(type + " has no canonical constructor", e);
    }
  }

  @Override
  public ObjectNode describe() {
    ObjectNode schema = Json.object().put("type", "object");
    ObjectNode properties = schema.putObject("properties");
    ArrayNode required = Json.object().arrayNode();
    for (Member member : members.values()) {
      properties.set(member.name(), member.describe());
      if (member.required()) {
        required.add(member.name());
      }
    }
    if (!required.isEmpty()) {
      schema.set("required", required);
    }
    schema.put("additionalProperties", false);
    further(type.getAnnotation(FurtherSchema.class), schema);
    return schema;
  }

  /** Adds nothing for null: the record has no {@code @FurtherSchema}. */
  private void further(@Nullable FurtherSchema annotation, ObjectNode schema) {
    if (annotation == null) {
      return;
    }
    try {
      ObjectNode further = Json.object(annotation.value().getConstructor().newInstance().get());
      for (String keyword : further.propertyNames()) {
        if (schema.has(keyword)) {
          throw new IllegalArgumentException("its @FurtherSchema has " + keyword + " again");
        }
      }
      schema.setAll(further);
    } catch (ReflectiveOperationException e) {
      throw new IllegalArgumentException("its @FurtherSchema cannot be created", e);
    }
  }

  @Override
  public @Nullable Object read(JsonNode value, Pointer at, Violations violations) {
    if (!value.isObject()) {
      violations.add(at, "must be an object");
      return null;
    }
    long before = violations.count();
    for (String name : value.propertyNames()) {
      if (!members.containsKey(name)) {
        violations.add(at.member(name), "is unknown");
      }
    }
    List<ReadMember> read = new ArrayList<>(members.size());
    for (Member member : members.values()) {
      long beforeMember = violations.count();
      Object memberValue =
          member.read(value.get(member.name()), at.member(member.name()), violations);
      if (violations.count() == beforeMember) {
        read.add(new ReadMember(member.name(), memberValue));
      }
    }
    if (violations.count() == before) {
      return create(read, at, violations);
    }
    validateMembers(read, at, violations);
    return null;
  }

  /** Null when the record's constructor threw, which adds a violation. */
  private @Nullable Object create(List<ReadMember> values, Pointer at, Violations violations) {
    try {
      Object created = constructor.newInstance(values.stream().map(ReadMember::value).toArray());
      rules.check(created, at, violations);
      return created;
    } catch (InvocationTargetException e) {
      // The record's constructor threw. Its message may be anything, so callers do not see it; an
      // author who wants to tell them more uses a constraint of Jakarta Validation.
      validateMembers(values, at, violations);
      violations.add(at, "is not accepted");
      return null;
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("cannot create a " + type, e);
    }
  }

  private void validateMembers(List<ReadMember> values, Pointer at, Violations violations) {
    values.forEach(read -> rules.checkMember(type, read.name(), read.value(), at, violations));
  }

  /** Checks that the constraints fit the type of the member, and that the default obeys them. */
  private void validateDeclaration(Member member) {
    Violations violations = new Violations();
    Pointer at = Pointer.ROOT.member(member.name());
    Object value =
        member.defaultValue() == null
            ? null
            : member.shape().read(member.defaultValue(), at, violations);
    try {
      if (violations.count() == 0) {
        rules.checkMember(type, member.name(), value, Pointer.ROOT, violations);
      }
      if (member.defaultValue() != null) {
        violations.throwIfAny();
      }
    } catch (InvalidInput e) {
      throw new IllegalArgumentException(
          member.name() + ": its default is invalid: " + e.violations().get(0).detail(), e);
    } catch (ValidationException e) {
      throw new IllegalArgumentException(member.name() + ": " + e.getMessage(), e);
    }
  }
}
