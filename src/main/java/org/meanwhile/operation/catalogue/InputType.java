package org.meanwhile.operation.catalogue;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.util.HashMap;
import java.util.Map;
import org.meanwhile.operation.Operation;

/** Finds the type {@code I} of an {@code Operation<I>}, through any superclasses and interfaces. */
final class InputType {

  private final Map<Type, Type> arguments = new HashMap<>();

  private InputType() {}

  /**
   * The input's type of an operation's class.
   *
   * @throws IllegalArgumentException when the type is not a record
   */
  static Class<?> of(Class<?> operation) {
    InputType types = new InputType();
    types.collect(operation);
    Type input = Operation.class.getTypeParameters()[0];
    while (input instanceof TypeVariable<?> && types.arguments.containsKey(input)) {
      input = types.arguments.get(input);
    }
    if (input instanceof Class<?> type && type.isRecord()) {
      return type;
    }
    throw new IllegalArgumentException("its input is not a record: " + input.getTypeName());
  }

  private void collect(Type type) {
    if (type instanceof ParameterizedType generic) {
      Class<?> raw = (Class<?>) generic.getRawType();
      for (int i = 0; i < raw.getTypeParameters().length; i++) {
        arguments.put(raw.getTypeParameters()[i], generic.getActualTypeArguments()[i]);
      }
      collect(raw);
    } else if (type instanceof Class<?> plain) {
      for (Type each : plain.getGenericInterfaces()) {
        collect(each);
      }
      if (plain.getGenericSuperclass() != null) {
        collect(plain.getGenericSuperclass());
      }
    }
  }
}
