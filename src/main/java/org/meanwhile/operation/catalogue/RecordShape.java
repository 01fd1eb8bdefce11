package org.meanwhile.operation.catalogue;

import jakarta.validation.ValidationException;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A record: an object with exactly its members. Unknown ones are refused, absent ones (and null)
 * take their default; then Jakarta Validation has its say.
 */
final class RecordShape implements Shape {

  private final Class<?> type;
  private final Constructor<?> constructor;
  private final Map<String, Member> members = new LinkedHashMap<>();
  private final Rules rules;

  /** A member's value that was found good by itself. */
  private record Read(String name, Object value) {}

  private RecordShape(Class<?> type, Constructor<?> constructor, Rules rules) {
    this.type = type;
    this.constructor = constructor;
    this.rules = rules;
  }

  /**
   * @throws IllegalArgumentException when the record cannot be an input: a member's type, a default
   *     that its own rules refuse, a rule that does not fit its member
   */
  static RecordShape of(Class<?> type, Shapes shapes, Rules rules) {
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
      shape.members.values().forEach(shape::checkAtStart);
      return shape;
    } catch (NoSuchMethodException e) {
      throw new IllegalStateException(type + " is a record without its constructor", e);
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
    return schema.put("additionalProperties", false);
  }

  @Override
  public Object read(JsonNode value, Pointer at, Violations refused) {
    if (!value.isObject()) {
      refused.add(at, "must be an object");
      return null;
    }
    long before = refused.count();
    for (String name : value.propertyNames()) {
      if (!members.containsKey(name)) {
        refused.add(at.member(name), "is unknown");
      }
    }
    List<Read> good = new ArrayList<>(members.size());
    for (Member member : members.values()) {
      long already = refused.count();
      Object read = member.read(value.get(member.name()), at.member(member.name()), refused);
      if (refused.count() == already) {
        good.add(new Read(member.name(), read));
      }
    }
    return refused.count() == before ? whole(good, at, refused) : parts(good, at, refused);
  }

  private Object whole(List<Read> values, Pointer at, Violations refused) {
    try {
      Object made = constructor.newInstance(values.stream().map(Read::value).toArray());
      rules.check(made, at, refused);
      return made;
    } catch (InvocationTargetException e) {
      // The record's own refusal. Its text may be anything, so callers do not see it: a rule of
      // Jakarta Validation is the way to tell them more.
      parts(values, at, refused);
      refused.add(at, "is not accepted");
      return null;
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("cannot make a " + type, e);
    }
  }

  private Object parts(List<Read> values, Pointer at, Violations refused) {
    values.forEach(read -> rules.checkMember(type, read.name(), read.value(), at, refused));
    return null;
  }

  private void checkAtStart(Member member) {
    Violations refused = new Violations();
    Pointer at = Pointer.ROOT.member(member.name());
    Object value =
        member.absent() == null ? null : member.shape().read(member.absent(), at, refused);
    try {
      if (refused.count() == 0) {
        rules.checkMember(type, member.name(), value, Pointer.ROOT, refused);
      }
      if (member.absent() != null) {
        refused.throwIfAny();
      }
    } catch (InvalidInput e) {
      throw new IllegalArgumentException(
          member.name() + ": its default is refused: " + e.violations().get(0).detail(), e);
    } catch (ValidationException e) {
      throw new IllegalArgumentException(member.name() + ": " + e.getMessage(), e);
    }
  }
}
