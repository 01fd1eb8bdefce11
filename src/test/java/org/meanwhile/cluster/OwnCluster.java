package org.meanwhile.cluster;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;

/**
 * Gives the tests of a class a {@link Cluster} of their own, so that they can run beside others.
 */
final class OwnCluster extends SharedCluster {

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    String name = context.getRequiredTestClass().getSimpleName();
    return context
        .getStore(Namespace.GLOBAL)
        .getOrComputeIfAbsent(OwnCluster.class, key -> new Cluster(name).start(), Cluster.class);
  }
}
