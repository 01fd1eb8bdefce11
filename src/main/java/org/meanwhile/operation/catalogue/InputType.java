package org.meanwhile.operation.catalogue;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.util.HashMap;
import java.util.Map;
import org.meanwhile.operation.Operation;

/** Finds what {@code I} is in a class that is an {@code Operation<I>}, however far up. */
final class InputType {

  private final Map<Type, Type> known = new HashMap<>();

  private InputType() {}

  /**
   * @throws IllegalArgumentException when it is not a record
   */
  static Class<?> of(Class<?> operation) {
    InputType types = new InputType();
    types.learn(operation);
    Type input = Operation.class.getTypeParameters()[0];
    while (input instanceof TypeVariable<?> && types.known.containsKey(input)) {
      input = types.known.get(input);
    }
    if (input instanceof Class<?> type && type.isRecord()) {
      return type;
    }
    throw new IllegalArgumentException("its input is not a record: " + input.getTypeName());
  }

  private void learn(Type type) {
    if (type instanceof ParameterizedType generic) {
      Class<?> raw = (Class<?>) generic.getRawType();
      for (int i = 0; i < raw.getTypeParameters().length; i++) {
        known.put(raw.getTypeParameters()[i], generic.getActualTypeArguments()[i]);
      }
      learn(raw);
    } else if (type instanceof Class<?> plain) {
      for (Type each : plain.getGenericInterfaces()) {
        learn(each);
      }
      if (plain.getGenericSuperclass() != null) {
        learn(plain.getGenericSuperclass());
      }
    }
  }
}
