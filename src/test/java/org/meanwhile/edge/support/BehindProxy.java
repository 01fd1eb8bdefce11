package org.meanwhile.edge.support;

import java.util.function.Supplier;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Passes the node that all classes share, and the proxy of a class before it. Skips the class where
 * the machine does not have its proxy.
 */
public final class BehindProxy implements ExecutionCondition, ParameterResolver {

  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    ProxyKind kind = kind(context);
    return kind == null || kind.program().isPresent()
        ? ConditionEvaluationResult.enabled("what is needed is there")
        : ConditionEvaluationResult.disabled("not installed here: " + kind);
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    Class<?> type = parameter.getParameter().getType();
    return type == EdgeNode.class || type == Proxy.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    EdgeNode node = shared(context, EdgeNode.class, EdgeNode.class, EdgeNode::start);
    if (parameter.getParameter().getType() == EdgeNode.class) {
      return node;
    }
    ProxyKind kind = kind(context);
    return shared(
        context,
        kind,
        Proxy.class,
        () -> new Proxy(kind, "edge").before(node.server().port(), node.healthPort()).start());
  }

  private static <T> T shared(
      ExtensionContext context, Object key, Class<T> type, Supplier<T> start) {
    return context
        .getRoot()
        .getStore(Namespace.create(BehindProxy.class))
        .getOrComputeIfAbsent(key, any -> start.get(), type);
  }

  /** Null for a class that needs only the node. */
  private static ProxyKind kind(ExtensionContext context) {
    Behind behind = context.getRequiredTestClass().getAnnotation(Behind.class);
    return behind == null ? null : behind.value();
  }
}
