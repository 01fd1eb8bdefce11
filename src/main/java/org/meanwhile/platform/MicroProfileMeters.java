package org.meanwhile.platform;

import jakarta.enterprise.inject.spi.Unmanaged;
import jakarta.inject.Inject;
import java.util.function.Function;
import org.eclipse.microprofile.metrics.Metadata;
import org.eclipse.microprofile.metrics.MetricRegistry;
import org.eclipse.microprofile.metrics.Tag;

/** The only class that speaks to MicroProfile Metrics: {@code /metrics} shows its figures. */
final class MicroProfileMeters implements Meters {
  @Inject private MetricRegistry registry;

  /** For {@link #ofServer}. */
  MicroProfileMeters() {}

  /**
   * Of the registry that the server gives this application. Injected, because Payara asks where to;
   * by hand, because a bean of this class would stop the start of a server without metrics.
   *
   * @throws LinkageError when the server has none
   * @throws RuntimeException when the server has the classes, and they are switched off
   */
  static Meters ofServer() {
    return new Unmanaged<>(MicroProfileMeters.class).newInstance().produce().inject().get();
  }

  @Override
  public Counter counter(Metric metric) {
    return registry.counter(metadata(metric), tags(metric))::inc;
  }

  @Override
  public Timer timer(Metric metric) {
    return registry.timer(metadata(metric), tags(metric))::update;
  }

  @Override
  public <T> void gauge(Metric metric, T of, Function<T, ? extends Number> value) {
    registry.gauge(metadata(metric), of, value::apply, tags(metric));
  }

  private static Metadata metadata(Metric metric) {
    return Metadata.builder()
        .withName(metric.name())
        .withDescription(metric.description())
        .withUnit(metric.unit())
        .build();
  }

  private static Tag[] tags(Metric metric) {
    return metric.tags().entrySet().stream()
        .map(tag -> new Tag(tag.getKey(), tag.getValue()))
        .toArray(Tag[]::new);
  }
}
