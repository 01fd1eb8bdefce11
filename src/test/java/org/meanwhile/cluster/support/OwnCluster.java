package org.meanwhile.cluster.support;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;

/**
 * Passes a {@link Cluster} of their own to the tests of a class, so that they can run in parallel.
 */
public final class OwnCluster extends SharedCluster {

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    String name = context.getRequiredTestClass().getSimpleName();
    return context
        .getStore(Namespace.GLOBAL)
        .getOrComputeIfAbsent(OwnCluster.class, key -> new Cluster(name).start(), Cluster.class);
  }
}
