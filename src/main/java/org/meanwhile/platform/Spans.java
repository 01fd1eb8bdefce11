package org.meanwhile.platform;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Makes the spans of jobs where the server has MicroProfile Telemetry and {@code otel.sdk.disabled}
 * is {@code false}. Else nothing is made, and each span stands for its parent. Safe for use by many
 * threads; no method throws what tracing throws.
 *
 * <p>The span of a request is the server's own. Only {@link Telemetry} names the classes of
 * OpenTelemetry, which other servers may lack: it is loaded when tracing is on.
 */
@ApplicationScoped
public class Spans {
  private static final System.Logger LOG = System.getLogger(Spans.class.getName());
  private static final String DISABLED = "otel.sdk.disabled";

  private boolean on;
  private volatile @Nullable Telemetry telemetry;

  /** Without tracing: for the container's proxy, and for tests. */
  public Spans() {}

  @Inject
  Spans(Settings settings) {
    this.on = settings.standard(DISABLED).filter("false"::equals).isPresent();
  }

  /** Whether {@code otel.sdk.disabled} is {@code false}: the server makes spans of requests. */
  public boolean isOn() {
    return on;
  }

  /** Where there is no tracing: stands for its parent. */
  private record NoSpan(Optional<TraceContext> context) implements JobSpan {
    @Override
    public void failed(String code) {
      // Nobody is told.
    }

    @Override
    public void close() {
      // Nothing has begun.
    }
  }

  /**
   * The trace of the request that this thread serves: its span's when there is one.
   *
   * @param received what the client sent
   */
  public Optional<TraceContext> ofRequest(Optional<TraceContext> received) {
    Telemetry tracing = tracing();
    return tracing == null ? received : tracing.current().or(() -> received);
  }

  /**
   * Begins a span, which is this thread's current one until it is closed.
   *
   * @param operation for the name of the span; empty when it is not known
   * @param parent empty: the span is the first of its trace
   */
  public JobSpan begin(
      JobSpan.Kind kind, String operation, String job, Optional<TraceContext> parent) {
    Telemetry tracing = tracing();
    try {
      return tracing == null ? new NoSpan(parent) : tracing.begin(kind, operation, job, parent);
    } catch (RuntimeException | LinkageError e) {
      LOG.log(Level.WARNING, "a span could not be made: " + e);
      return new NoSpan(parent);
    }
  }

  /** Makes a span that ends now. */
  public void ended(
      JobSpan.Kind kind,
      String operation,
      String job,
      Optional<TraceContext> parent,
      Duration took) {
    Telemetry tracing = tracing();
    if (tracing != null) {
      try {
        tracing.ended(kind, operation, job, parent, took);
      } catch (RuntimeException | LinkageError e) {
        LOG.log(Level.WARNING, "a span could not be made: " + e);
      }
    }
  }

  /** Null when tracing is off, or the server has none. */
  private @Nullable Telemetry tracing() {
    return on && telemetry == null ? open() : telemetry;
  }

  /** When the first span is made, because the server's tracing may start after this bean. */
  private synchronized @Nullable Telemetry open() {
    if (on && telemetry == null) {
      try {
        telemetry = Telemetry.ofServer();
      } catch (RuntimeException | LinkageError e) {
        on = false;
        LOG.log(Level.WARNING, DISABLED + " is false, but the server has no tracing: " + e);
      }
    }
    return telemetry;
  }
}
