package org.meanwhile.api.wait;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.container.AsyncResponse;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.microprofile.metrics.Metadata;
import org.eclipse.microprofile.metrics.MetricRegistry;
import org.meanwhile.api.answer.JobResponses;
import org.meanwhile.api.problem.Problem;
import org.meanwhile.api.problem.ProblemType;
import org.meanwhile.job.JobView;
import org.meanwhile.platform.ConcurrencyLimit;
import org.meanwhile.platform.Settings;
import org.meanwhile.representation.Links;
import org.meanwhile.representation.StatusDocuments;
import org.meanwhile.security.Caller;
import org.meanwhile.watch.BoundedExecutor;
import org.meanwhile.watch.JobWatches;

/**
 * Opens the streams of events of this node, within {@code meanwhile.events.limit} and {@code
 * meanwhile.events.caller-limit}. A stream counts against the job's caller, whoever reads it, and
 * ends when the token of who reads it does.
 */
@ApplicationScoped
public class EventStreams {
  public static final String TYPE = "text/event-stream;charset=UTF-8";

  public static final String CACHE_CONTROL = "no-store, no-transform";

  /**
   * {@code no-transform}: a proxy that compresses collects events before it sends them. {@code
   * X-Accel-Buffering} asks proxies not to collect a response before they pass it on.
   */
  public static final Map<String, String> FIELDS =
      Map.of(HttpHeaders.CACHE_CONTROL, CACHE_CONTROL, "X-Accel-Buffering", "no");

  private static final int RETRY_SECONDS = 30;

  private ConcurrencyLimit limit;
  private EventStream.Times times;
  private StatusDocuments documents;
  private JobWatches jobWatches;
  private BoundedExecutor executor;
  private Caller reader;

  /** For the container's proxy. */
  protected EventStreams() {}

  /** Limits and times as {@link WaitSettings} has them. */
  @Inject
  public EventStreams(
      Settings settings,
      StatusDocuments documents,
      JobWatches jobWatches,
      BoundedExecutor executor,
      Caller reader,
      MetricRegistry registry) {
    this.limit =
        new ConcurrencyLimit(
            settings.get(WaitSettings.EVENTS_LIMIT),
            settings.get(WaitSettings.EVENTS_CALLER_LIMIT));
    this.times =
        new EventStream.Times(
            settings.get(WaitSettings.EVENTS_COMMENT).toNanos(),
            settings.get(WaitSettings.EVENTS_STALL).toNanos(),
            System::nanoTime);
    this.documents = documents;
    this.jobWatches = jobWatches;
    this.executor = executor;
    this.reader = reader;
    registry.gauge(
        Metadata.builder()
            .withName("meanwhile_event_streams")
            .withDescription("Streams of events that are open")
            .build(),
        limit,
        ConcurrencyLimit::inUse);
  }

  /**
   * Sends a stream as the response.
   *
   * @param view the job, as its caller may see it
   * @param last the newest event that the client has
   * @param request the suspended request, resumed when the stream has ended
   * @throws Problem 429 or 503 when a limit is reached
   */
  public void open(
      JobView view,
      LastEventId last,
      Links links,
      HttpServletResponse response,
      AsyncResponse request)
      throws IOException {
    String caller = view.job().caller();
    acquire(caller);
    begin(response);
    AtomicReference<EventStream> self = new AtomicReference<>();
    EventStream stream =
        new EventStream(
            response.getOutputStream(),
            view,
            last,
            v -> event(v, links),
            task -> executor.execute(caller, task),
            times,
            reader.watch(),
            () -> {
              limit.release(caller);
              jobWatches.unwatch(view.job().id(), self.get());
              end(request);
            });
    self.set(stream);
    stream.open();
    jobWatches.watch(view, stream);
    if (stream.hasEnded()) {
      // It ended before it was watched, so its own end had nothing to unwatch.
      jobWatches.unwatch(view.job().id(), stream);
    }
  }

  /** Sets the status and the fields of a stream. */
  public static void begin(HttpServletResponse response) {
    response.setStatus(HttpServletResponse.SC_OK);
    response.setContentType(TYPE);
    FIELDS.forEach(response::setHeader);
  }

  /** The response is committed: JAX-RS sends nothing of this one, it only ends the request. */
  private static void end(AsyncResponse request) {
    request.resume(Response.ok().build());
  }

  private void acquire(String caller) {
    switch (limit.tryAcquire(caller)) {
      case GRANTED -> {}
      case CALLER_LIMIT_REACHED ->
          throw new Problem(
                  ProblemType.QUOTA_EXCEEDED,
                  "the caller has as many event streams open as it may have")
              .with(HttpHeaders.RETRY_AFTER, RETRY_SECONDS);
      case LIMIT_REACHED ->
          throw new Problem(
                  ProblemType.TOO_MANY_STREAMS,
                  "this node has as many event streams open as it may have")
              .with(HttpHeaders.RETRY_AFTER, RETRY_SECONDS);
    }
  }

  /** A status document has no line ends, so it is one {@code data} field. */
  private byte[] event(JobView view, Links links) {
    String document = new String(documents.bytes(view, links), StandardCharsets.UTF_8);
    String text =
        "id: " + JobResponses.version(view) + "\nevent: status\ndata: " + document + "\n\n";
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
