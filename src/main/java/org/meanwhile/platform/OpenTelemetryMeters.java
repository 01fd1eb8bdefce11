package org.meanwhile.platform;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.metrics.DoubleHistogram;
import io.opentelemetry.api.metrics.LongCounter;
import io.opentelemetry.api.metrics.Meter;
import jakarta.enterprise.inject.spi.CDI;
import java.time.Duration;
import java.util.function.Function;

/**
 * Sends figures by OpenTelemetry, on a server that has it but no MicroProfile Metrics. The names
 * are the same; Prometheus adds the units and {@code _total} by the same rules.
 */
final class OpenTelemetryMeters implements Meters {
  private static final double NANOS = Duration.ofSeconds(1).toNanos();

  private final Meter meter;

  private OpenTelemetryMeters(Meter meter) {
    this.meter = meter;
  }

  /**
   * Of the SDK that the server gives this application.
   *
   * @throws LinkageError when the server has none
   */
  static Meters ofServer() {
    return new OpenTelemetryMeters(
        CDI.current().select(OpenTelemetry.class).get().getMeter("org.meanwhile"));
  }

  @Override
  public Counter counter(Metric metric) {
    LongCounter counter =
        meter
            .counterBuilder(metric.name())
            .setDescription(metric.description())
            .setUnit(unit(metric))
            .build();
    Attributes attributes = attributes(metric);
    return by -> counter.add(by, attributes);
  }

  @Override
  public Timer timer(Metric metric) {
    DoubleHistogram histogram =
        meter
            .histogramBuilder(metric.name())
            .setDescription(metric.description())
            .setUnit("s")
            .build();
    Attributes attributes = attributes(metric);
    return took -> histogram.record(took.toNanos() / NANOS, attributes);
  }

  @Override
  @SuppressWarnings("resource") // Until the server ends it.
  public <T> void gauge(Metric metric, T of, Function<T, ? extends Number> value) {
    Attributes attributes = attributes(metric);
    meter
        .gaugeBuilder(metric.name())
        .setDescription(metric.description())
        .setUnit(unit(metric))
        .buildWithCallback(to -> to.record(value.apply(of).doubleValue(), attributes));
  }

  /** In UCUM. */
  private static String unit(Metric metric) {
    return switch (metric.unit()) {
      case Metric.SECONDS -> "s";
      case Metric.BYTES -> "By";
      default -> "";
    };
  }

  private static Attributes attributes(Metric metric) {
    AttributesBuilder attributes = Attributes.builder();
    metric.tags().forEach(attributes::put);
    return attributes.build();
  }
}
