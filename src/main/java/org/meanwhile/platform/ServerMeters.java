package org.meanwhile.platform;

import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.lang.System.Logger.Level;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The figures go where the server has a place for them: MicroProfile Metrics, else OpenTelemetry
 * when {@code otel.sdk.disabled} is {@code false}, else nowhere. The classes that name one of these
 * are loaded only while it is tried, because servers lack them.
 */
@ApplicationScoped
public class ServerMeters implements Meters {
  private static final System.Logger LOG = System.getLogger(ServerMeters.class.getName());

  @Inject private Spans tracing;
  private Meters place = new NoMeters();

  @PostConstruct
  void find() {
    place =
        open(MicroProfileMeters::ofServer)
            .or(() -> tracing.isOn() ? open(OpenTelemetryMeters::ofServer) : Optional.empty())
            .orElseGet(NoMeters::new);
    LOG.log(Level.INFO, "figures go to " + place.getClass().getSimpleName());
  }

  private static Optional<Meters> open(Supplier<Meters> server) {
    try {
      return Optional.of(server.get());
    } catch (RuntimeException | LinkageError e) {
      LOG.log(Level.DEBUG, "the server has no such place for figures", e);
      return Optional.empty();
    }
  }

  @Override
  public Counter counter(Metric metric) {
    return place.counter(metric);
  }

  @Override
  public Timer timer(Metric metric) {
    return place.timer(metric);
  }

  @Override
  public <T> void gauge(Metric metric, T of, Function<T, ? extends Number> value) {
    place.gauge(metric, of, value);
  }
}
