package org.meanwhile.api;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HEAD;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.container.AsyncResponse;
import jakarta.ws.rs.container.Suspended;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.io.IOException;
import org.meanwhile.api.answer.RequestLinks;
import org.meanwhile.api.problem.Problem;
import org.meanwhile.api.request.RequestFields;
import org.meanwhile.api.wait.EventStreams;
import org.meanwhile.api.wait.LastEventId;
import org.meanwhile.job.JobId;
import org.meanwhile.job.JobView;
import org.meanwhile.job.read.PollReader;
import org.meanwhile.security.Caller;

/**
 * {@code /job/{id}/events}: a job as server-sent events (WHATWG HTML, section 9.2).
 *
 * <p>A request passes the same checks as any other and gets the same errors. JAX-RS then suspends
 * it until the stream has ended, and the response is written over the servlet's output, which tells
 * when the client has room. JAX-RS's own {@code SseEventSink} would block a thread on a slow
 * client.
 */
@Path("/job/{id}/events")
@ApplicationScoped
public class EventsResource {
  @Inject private PollReader polls;
  @Inject private EventStreams streams;
  @Inject private RequestLinks links;
  @Inject private Caller caller;
  @Context private UriInfo uri;
  @Context private HttpServletResponse servlet;

  /** The job as it is, and each change until it has ended. */
  @GET
  @Produces(MediaType.SERVER_SENT_EVENTS)
  public void stream(
      @PathParam("id") String id,
      @HeaderParam(HttpHeaders.LAST_EVENT_ID_HEADER) String lastId,
      @Suspended AsyncResponse response)
      throws IOException {
    JobView view = find(id);
    LastEventId last = LastEventId.parse(lastId);
    if (hasAll(view, last)) {
      response.resume(noMoreEvents());
    } else {
      streams.open(
          view,
          last,
          RequestFields.flag(uri.getQueryParameters(), "log"),
          links.of(uri),
          servlet,
          response);
    }
  }

  /**
   * The fields of the same response without a stream. Sent here and now: a response that the
   * container ends by itself would have {@code Content-Length: 0}.
   */
  @HEAD
  @Produces(MediaType.SERVER_SENT_EVENTS)
  public Response head(
      @PathParam("id") String id, @HeaderParam(HttpHeaders.LAST_EVENT_ID_HEADER) String lastId)
      throws IOException {
    if (hasAll(find(id), LastEventId.parse(lastId))) {
      return noMoreEvents();
    }
    EventStreams.begin(servlet);
    servlet.flushBuffer();
    return Response.ok().build();
  }

  private JobView find(String id) {
    return JobId.parse(id)
        .flatMap(job -> polls.find(job, caller.scope()))
        .orElseThrow(Problem::unknownJob);
  }

  /** Whether the client has the last event that there will be. */
  private static boolean hasAll(JobView view, LastEventId last) {
    return view.job().status().ended() && last.covers(view);
  }

  /** 204: an {@code EventSource} reconnects after the end of a stream, but not after this. */
  private static Response noMoreEvents() {
    return Response.noContent()
        .header(HttpHeaders.CACHE_CONTROL, EventStreams.CACHE_CONTROL)
        .build();
  }
}
