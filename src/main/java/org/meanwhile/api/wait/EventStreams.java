package org.meanwhile.api.wait;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.container.AsyncResponse;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.meanwhile.api.problem.Problem;
import org.meanwhile.api.problem.ProblemType;
import org.meanwhile.job.JobId;
import org.meanwhile.job.JobView;
import org.meanwhile.platform.ConcurrencyLimit;
import org.meanwhile.platform.Meters;
import org.meanwhile.platform.Metric;
import org.meanwhile.platform.Settings;
import org.meanwhile.representation.Links;
import org.meanwhile.representation.LogDocuments;
import org.meanwhile.representation.StatusDocuments;
import org.meanwhile.security.Caller;
import org.meanwhile.watch.BoundedExecutor;
import org.meanwhile.watch.JobWatches;
import org.meanwhile.watch.LogWatches;

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
  private LogDocuments lines;
  private LogPages pages;
  private JobWatches jobWatches;
  private LogWatches logWatches;
  private BoundedExecutor executor;
  private Caller reader;

  /** For the container's proxy. */
  protected EventStreams() {}

  /** Limits and times as {@link WaitSettings} has them. */
  @Inject
  public EventStreams(
      Settings settings,
      StatusDocuments documents,
      LogDocuments lines,
      LogPages pages,
      JobWatches jobWatches,
      LogWatches logWatches,
      BoundedExecutor executor,
      Caller reader,
      Meters meters) {
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
    this.lines = lines;
    this.pages = pages;
    this.jobWatches = jobWatches;
    this.logWatches = logWatches;
    this.executor = executor;
    this.reader = reader;
    meters.gauge(
        Metric.of("meanwhile_event_streams", "Streams of events that are open"),
        limit,
        ConcurrencyLimit::inUse);
  }

  /**
   * Sends a stream as the response.
   *
   * @param view the job, as its caller may see it
   * @param last the newest event that the client has
   * @param withLog whether lines of the job's log are events as well
   * @param request the suspended request, resumed when the stream has ended
   * @throws Problem 429 or 503 when a limit is reached
   */
  public void open(
      JobView view,
      LastEventId last,
      boolean withLog,
      Links links,
      HttpServletResponse response,
      AsyncResponse request)
      throws IOException {
    String caller = view.job().caller();
    acquire(caller);
    begin(response);
    JobId job = view.job().id();
    JobId writer = view.job().ranAs();
    AtomicReference<EventStream> self = new AtomicReference<>();
    EventStream stream =
        new EventStream(
            response.getOutputStream(),
            view,
            last,
            new StreamedEvents(documents, lines, links),
            withLog ? Optional.of(new LogTail(pages.of(writer), last.line())) : Optional.empty(),
            task -> executor.execute(caller, task),
            times,
            reader.watch(),
            () -> {
              limit.release(caller);
              unwatch(job, writer, self.get());
              end(request);
            });
    self.set(stream);
    stream.open();
    jobWatches.watch(view, stream);
    if (withLog) {
      logWatches.watch(writer, stream);
    }
    if (stream.hasEnded()) {
      // It ended before it was watched, so its own end had nothing to unwatch.
      unwatch(job, writer, stream);
    }
  }

  private void unwatch(JobId job, JobId writer, EventStream stream) {
    jobWatches.unwatch(job, stream);
    logWatches.unwatch(writer, stream);
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
}
