package org.meanwhile.platform;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.context.propagation.TextMapGetter;
import jakarta.enterprise.inject.spi.CDI;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The only class that speaks to OpenTelemetry. */
final class Telemetry {
  private static final W3CTraceContextPropagator W3C = W3CTraceContextPropagator.getInstance();

  private static final TextMapGetter<Map<String, String>> FIELDS =
      new TextMapGetter<>() {
        @Override
        public Iterable<String> keys(Map<String, String> fields) {
          return fields.keySet();
        }

        @Override
        public @Nullable String get(@Nullable Map<String, String> fields, String name) {
          return fields == null ? null : fields.get(name);
        }
      };

  private final Tracer tracer;

  private Telemetry(Tracer tracer) {
    this.tracer = tracer;
  }

  /** The tracing that the server gives this application (MicroProfile Telemetry 1.1). */
  static Telemetry ofServer() {
    return new Telemetry(
        CDI.current().select(OpenTelemetry.class).get().getTracer("org.meanwhile"));
  }

  Optional<TraceContext> current() {
    return context(Context.current());
  }

  /** The scope is closed with the span. */
  @SuppressWarnings("MustBeClosedChecker")
  JobSpan begin(JobSpan.Kind kind, String operation, String job, Optional<TraceContext> parent) {
    Span span = builder(kind, operation, job, parent).startSpan();
    return new Begun(span, span.makeCurrent());
  }

  /** By the clock that OpenTelemetry itself uses. */
  void ended(
      JobSpan.Kind kind,
      String operation,
      String job,
      Optional<TraceContext> parent,
      Duration took) {
    Instant now = Instant.now();
    builder(kind, operation, job, parent).setStartTimestamp(now.minus(took)).startSpan().end(now);
  }

  private SpanBuilder builder(
      JobSpan.Kind kind, String operation, String job, Optional<TraceContext> parent) {
    SpanBuilder builder =
        tracer
            .spanBuilder(operation.isEmpty() ? kind.word : kind.word + " " + operation)
            .setParent(parent.map(Telemetry::context).orElse(Context.root()))
            .setSpanKind(kind == JobSpan.Kind.CALLBACK ? SpanKind.CLIENT : SpanKind.INTERNAL)
            .setAttribute("meanwhile.job", job);
    return operation.isEmpty() ? builder : builder.setAttribute("meanwhile.operation", operation);
  }

  private static Context context(TraceContext trace) {
    Map<String, String> fields = new HashMap<>();
    fields.put(TraceContext.PARENT, trace.parent());
    trace.state().ifPresent(state -> fields.put(TraceContext.STATE, state));
    return W3C.extract(Context.root(), fields, FIELDS);
  }

  private static Optional<TraceContext> context(Context context) {
    Map<String, String> fields = new HashMap<>();
    W3C.inject(
        context,
        fields,
        (all, name, value) -> {
          if (all != null) {
            all.put(name, value);
          }
        });
    return Optional.ofNullable(fields.get(TraceContext.PARENT))
        .map(
            parent ->
                new TraceContext(parent, Optional.ofNullable(fields.get(TraceContext.STATE))));
  }

  private record Begun(Span span, Scope scope) implements JobSpan {
    @Override
    public Optional<TraceContext> context() {
      return Telemetry.context(Context.root().with(span));
    }

    @Override
    public void failed(String code) {
      span.setStatus(StatusCode.ERROR, code);
    }

    @Override
    public void close() {
      scope.close();
      span.end();
    }
  }
}
