package org.meanwhile.api;

import jakarta.ejb.EJB;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HEAD;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.meanwhile.api.answer.JobResponses;
import org.meanwhile.api.answer.OutputResponses;
import org.meanwhile.api.answer.PartialResponses;
import org.meanwhile.api.answer.RequestLinks;
import org.meanwhile.api.http.OpenRange;
import org.meanwhile.api.problem.Problem;
import org.meanwhile.api.request.RequestFields;
import org.meanwhile.api.wait.GrowthPolls;
import org.meanwhile.job.JobId;
import org.meanwhile.job.JobView;
import org.meanwhile.job.change.Removals;
import org.meanwhile.job.read.PollReader;
import org.meanwhile.operation.catalogue.Catalogue;
import org.meanwhile.operation.catalogue.OfferedOperation;
import org.meanwhile.platform.Scope;
import org.meanwhile.security.Audit;
import org.meanwhile.security.Caller;

/** {@code /job/{id}/output}: the output as bytes. */
@Path("/job/{id}/output")
@ApplicationScoped
public class OutputResource {
  @EJB private Removals jobs;
  @Inject private PollReader polls;
  @Inject private JobResponses responses;
  @Inject private OutputResponses outputs;
  @Inject private PartialResponses partials;
  @Inject private GrowthPolls growth;
  @Inject private Catalogue catalogue;
  @Inject private RequestLinks links;
  @Inject private Caller caller;
  @Inject private Audit audit;
  @Context private UriInfo uri;
  @Context private Request request;

  /**
   * All bytes, or one range of them (RFC 9110, section 14). Of an output that is being written, a
   * range of what is there (RFC 8673), when the operation only appends to it.
   */
  @GET
  @Produces("*/*")
  public CompletionStage<Object> get(
      @PathParam("id") String id,
      @Context HttpHeaders headers,
      @Context Request request,
      @Context HttpServletRequest servlet) {
    JobView view = find(id);
    String protocol = servlet.getProtocol();
    return Answer.of(
        asked(view, headers)
            .map(asked -> partial(view, asked, headers, request, protocol))
            .orElseGet(() -> whole(view, headers, request, protocol)));
  }

  private Response whole(JobView view, HttpHeaders headers, Request request, String protocol) {
    Response response = outputs.get(view, headers, request, protocol).build();
    if (response.hasEntity()) {
      audit.done(Audit.Event.DOWNLOADED, view.job().id().toString());
    }
    return response;
  }

  /** The range that the client wants of a growing output; empty for any other request. */
  private Optional<PartialResponses.Asked> asked(JobView view, HttpHeaders headers) {
    boolean goesOn = !view.job().status().ended() && view.job().removedAt().isEmpty();
    return OpenRange.read(headers.getHeaderString("Range"))
        .filter(range -> goesOn)
        .filter(
            range ->
                catalogue
                    .find(view.job().operation())
                    .filter(OfferedOperation::appendOnly)
                    .isPresent())
        .map(
            range ->
                new PartialResponses.Asked(
                    range,
                    headers.getHeaderString("If-Range"),
                    headers.getHeaderString(HttpHeaders.IF_MATCH)));
  }

  private Object partial(
      JobView view,
      PartialResponses.Asked asked,
      HttpHeaders headers,
      Request request,
      String protocol) {
    Scope scope = caller.scope();
    Optional<Duration> wait = RequestFields.wait(headers);
    if (asked.range().first() == 0) {
      audit.done(Audit.Event.DOWNLOADED, view.job().id().toString());
    }
    return growth.output(
        view,
        asked.range().first(),
        wait.isPresent() && partials.isThere(view, asked),
        wait,
        () -> {
          JobView now = polls.findLatest(view.job().id(), scope).orElseThrow(Problem::unknownJob);
          return asked(now, headers).isPresent()
              ? partials.get(now, asked, protocol)
              : outputs.get(now, headers, request, protocol).build();
        });
  }

  /** The fields of the same response without the bytes. */
  @HEAD
  @Produces("*/*")
  public Response head(@PathParam("id") String id) {
    return outputs.head(find(id), request).build();
  }

  /** Deletes the output; the job's record stays. */
  @DELETE
  @Produces(MediaType.APPLICATION_JSON)
  public Response delete(@PathParam("id") String id) {
    JobView before = find(id);
    if (before.output().isEmpty()) {
      // Throws: the output is not ready, or there will be none.
      outputs.requireLive(before);
    }
    outputs.requireConditions(before, request);
    JobView after =
        jobs.deleteOutput(before.job().id(), caller.scope()).orElseThrow(Problem::unknownJob);
    return responses.changed(after, links.of(uri));
  }

  private JobView find(String id) {
    JobId job = JobId.parse(id).orElseThrow(Problem::unknownJob);
    return polls.findLatest(job, caller.scope()).orElseThrow(Problem::unknownJob);
  }
}
