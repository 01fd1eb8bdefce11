package org.meanwhile.testkit;

import java.lang.reflect.Constructor;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store.CloseableResource;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.meanwhile.operation.Operation;

/**
 * Passes what tests of operations need to their methods and constructors: a {@link TestTask}, whose
 * scratch directory is deleted after the test, and an {@code OperationUnderTest<MyOperation>},
 * whose operation has a constructor without parameters.
 */
public final class OperationExtension implements ParameterResolver {
  private static final Namespace SPACE = Namespace.create(OperationExtension.class);

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    Class<?> type = parameter.getParameter().getType();
    return type == TestTask.class || type == OperationUnderTest.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    if (parameter.getParameter().getType() == TestTask.class) {
      TestTask task = new TestTask();
      CloseableResource atTheEnd = task::close;
      context.getStore(SPACE).put(task, atTheEnd);
      return task;
    }
    return OperationUnderTest.of(create(parameter.getParameter().getParameterizedType()));
  }

  private static Operation<?> create(Type type) {
    if (type instanceof ParameterizedType generic
        && generic.getActualTypeArguments()[0] instanceof Class<?> operation) {
      try {
        Constructor<?> constructor = operation.getDeclaredConstructor();
        constructor.setAccessible(true);
        return (Operation<?>) constructor.newInstance();
      } catch (ReflectiveOperationException e) {
        throw new ParameterResolutionException(
            "make it in the test, by OperationUnderTest.of: " + operation, e);
      }
    }
    throw new ParameterResolutionException("name the class: OperationUnderTest<MyOperation>");
  }
}
