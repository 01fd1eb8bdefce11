package org.meanwhile.operation.catalogue;

import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/** Finds the shapes of Java types. For one thread, at the start. */
final class Shapes {

  private final Rules rules;
  private final Set<Class<?>> enclosing = new HashSet<>();

  Shapes(Rules rules) {
    this.rules = rules;
  }

  /**
   * The shape of a type.
   *
   * @throws IllegalArgumentException for a type that an input cannot have
   */
  Shape of(AnnotatedType annotated) {
    Type type = annotated.getType();
    if (type instanceof Class<?> simple) {
      return ofClass(simple);
    }
    if (annotated instanceof AnnotatedParameterizedType generic) {
      return ofGeneric(generic);
    }
    throw unsupported(type);
  }

  /**
   * The shape of a record.
   *
   * @throws IllegalArgumentException when the record cannot be an input; also when it contains
   *     itself
   */
  RecordShape ofRecord(Class<?> type) {
    if (!enclosing.add(type)) {
      throw new IllegalArgumentException(type.getName() + " contains itself");
    }
    try {
      return RecordShape.of(type, this::of, rules);
    } finally {
      enclosing.remove(type);
    }
  }

  private Shape ofClass(Class<?> type) {
    if (Scalar.ALL.containsKey(type)) {
      return Scalar.ALL.get(type);
    }
    if (type.isEnum()) {
      return new EnumShape(type);
    }
    if (type.isRecord()) {
      return ofRecord(type);
    }
    if (type == Object.class) {
      return new AnyShape();
    }
    throw unsupported(type);
  }

  private Shape ofGeneric(AnnotatedParameterizedType type) {
    AnnotatedType[] arguments = type.getAnnotatedActualTypeArguments();
    ParameterizedType plain = (ParameterizedType) type.getType();
    if (plain.getRawType() == List.class) {
      Shape items = of(arguments[0]);
      return new ListShape(items, bounded(items, arguments[0]));
    }
    if (plain.getRawType() == Map.class && arguments[0].getType() == String.class) {
      Shape values = of(arguments[1]);
      return new MapShape(values, bounded(values, arguments[1]));
    }
    throw unsupported(plain);
  }

  private static ObjectNode bounded(Shape shape, AnnotatedType type) {
    ObjectNode schema = shape.describe();
    Bounds.describe(type, schema);
    return schema;
  }

  private static IllegalArgumentException unsupported(Type type) {
    return new IllegalArgumentException("an input cannot have a " + type.getTypeName());
  }
}
