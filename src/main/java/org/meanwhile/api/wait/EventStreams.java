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
import org.meanwhile.api.http.ConcurrencyLimit;
import org.meanwhile.api.http.LastEventId;
import org.meanwhile.api.problem.Problem;
import org.meanwhile.api.problem.ProblemType;
import org.meanwhile.job.JobView;
import org.meanwhile.platform.Settings;
import org.meanwhile.representation.Links;
import org.meanwhile.representation.StatusDocuments;
import org.meanwhile.watch.BoundedExecutor;
import org.meanwhile.watch.JobWatches;

/** All streams of events of this node, within its limits. */
@ApplicationScoped
public class EventStreams {
  public static final String TYPE = "text/event-stream;charset=UTF-8";

  /** Proxies that gather answers before they pass them on are asked not to. */
  public static final Map<String, String> FIELDS =
      Map.of(HttpHeaders.CACHE_CONTROL, JobResponses.POLLED, "X-Accel-Buffering", "no");

  private static final int RETRY_SECONDS = 30;

  private ConcurrencyLimit quota;
  private EventStream.Times times;
  private StatusDocuments documents;
  private JobWatches following;
  private BoundedExecutor chores;

  /** For the container's proxy. */
  protected EventStreams() {}

  /** Streams within the limits of the settings. */
  @Inject
  public EventStreams(
      Settings settings,
      StatusDocuments documents,
      JobWatches following,
      BoundedExecutor chores,
      MetricRegistry registry) {
    this.quota =
        new ConcurrencyLimit(
            settings.get(WaitSettings.EVENTS_LIMIT),
            settings.get(WaitSettings.EVENTS_CALLER_LIMIT));
    this.times =
        new EventStream.Times(
            settings.get(WaitSettings.EVENTS_COMMENT).toNanos(),
            settings.get(WaitSettings.EVENTS_STALL).toNanos());
    this.documents = documents;
    this.following = following;
    this.chores = chores;
    registry.gauge(
        Metadata.builder()
            .withName("meanwhile_event_streams")
            .withDescription("Streams of events that are open")
            .build(),
        quota,
        ConcurrencyLimit::taken);
  }

  /**
   * Answers with a stream.
   *
   * @param view the job, as its caller may see it
   * @param request a suspended one, resumed when the stream is over
   * @throws Problem when there is no room for another one
   */
  public void open(
      JobView view,
      LastEventId last,
      Links links,
      HttpServletResponse answer,
      AsyncResponse request)
      throws IOException {
    String caller = view.job().caller();
    enter(caller);
    answer.setStatus(HttpServletResponse.SC_OK);
    answer.setContentType(TYPE);
    FIELDS.forEach(answer::setHeader);
    AtomicReference<EventStream> self = new AtomicReference<>();
    EventStream stream =
        new EventStream(
            answer.getOutputStream(),
            view,
            last,
            v -> event(v, links),
            chores,
            times,
            () -> {
              quota.leave(caller);
              following.unwatch(view.job().id(), self.get());
              end(request);
            });
    self.set(stream);
    stream.open();
    following.watch(view, stream);
    if (stream.isOver()) {
      // It was over before it was followed.
      following.unwatch(view.job().id(), stream);
    }
  }

  /** What is sent is sent: of this answer JAX-RS only learns that it is over. */
  private static void end(AsyncResponse request) {
    request.resume(Response.ok().build());
  }

  private void enter(String caller) {
    switch (quota.enter(caller)) {
      case GRANTED -> {}
      case CALLER_HAS_ENOUGH ->
          throw new Problem(
                  ProblemType.QUOTA_EXCEEDED, "the caller has as many streams of events as it may")
              .with(HttpHeaders.RETRY_AFTER, RETRY_SECONDS);
      case FULL ->
          throw new Problem(
                  ProblemType.TOO_MANY_STREAMS, "this node has as many streams of events as it may")
              .with(HttpHeaders.RETRY_AFTER, RETRY_SECONDS);
    }
  }

  /** A document is one line of JSON, so it is one field of data. */
  private byte[] event(JobView view, Links links) {
    String document = new String(documents.bytes(view, links), StandardCharsets.UTF_8);
    String text =
        "id: " + JobResponses.version(view) + "\nevent: status\ndata: " + document + "\n\n";
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
