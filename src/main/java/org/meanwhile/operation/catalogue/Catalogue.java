package org.meanwhile.operation.catalogue;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.validation.ValidatorFactory;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.meanwhile.operation.Operation;
import org.meanwhile.operation.OperationDefinition;

/**
 * The operations of this node: each CDI bean that is an {@link Operation} with an {@link
 * OperationDefinition}, and those of each {@link OperationSource}, except those that an {@link
 * OperationFilter} refuses. It is complete before the first request and never changes. Safe for use
 * by many threads.
 */
@ApplicationScoped
public class Catalogue {

  private final Map<String, OfferedOperation> byName = new TreeMap<>();

  /** For the container's proxy. */
  protected Catalogue() {}

  private Catalogue(Collection<OfferedOperation> offered) {
    for (OfferedOperation each : offered) {
      if (byName.put(each.name(), each) != null) {
        throw new IllegalStateException("two operations are called '" + each.name() + "'");
      }
    }
  }

  @Inject
  Catalogue(
      @Any Instance<Operation<?>> operations,
      @Any Instance<OperationSource> sources,
      @Any Instance<OperationFilter> filters,
      ValidatorFactory validation) {
    this(collect(operations, sources, new Rules(validation)));
    for (OperationFilter filter : filters) {
      byName.keySet().retainAll(filter.offered(Set.copyOf(byName.keySet())));
    }
  }

  /**
   * A catalogue of the given operations, for programs and tests without a container.
   *
   * @throws IllegalStateException when two operations have the same name
   */
  public static Catalogue of(Collection<OfferedOperation> offered) {
    return new Catalogue(offered);
  }

  /** All operations, ordered by name; unmodifiable. */
  public List<OfferedOperation> all() {
    return List.copyOf(byName.values());
  }

  /** The operation of a name; empty when this node offers none of that name. */
  public Optional<OfferedOperation> find(String name) {
    return Optional.ofNullable(byName.get(name));
  }

  /** The event makes the container create this bean at the start, so a bad operation stops it. */
  void start(@Observes @Initialized(ApplicationScoped.class) Object application) {}

  private static List<OfferedOperation> collect(
      Instance<Operation<?>> operations, Instance<OperationSource> sources, Rules rules) {
    List<OfferedOperation> offered = new ArrayList<>();
    for (Instance.Handle<Operation<?>> each : operations.handles()) {
      // A bean without a definition belongs to a source, which offers it by names of its own.
      if (each.getBean().getBeanClass().isAnnotationPresent(OperationDefinition.class)) {
        offered.add(OfferedOperation.of(each.get(), rules));
      }
    }
    sources.forEach(each -> offered.addAll(each.operations()));
    return offered;
  }
}
