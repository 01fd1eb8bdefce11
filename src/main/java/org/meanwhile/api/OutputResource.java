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
import org.meanwhile.api.answer.JobResponses;
import org.meanwhile.api.answer.OutputResponses;
import org.meanwhile.api.answer.RequestLinks;
import org.meanwhile.api.problem.Problem;
import org.meanwhile.job.JobId;
import org.meanwhile.job.JobView;
import org.meanwhile.job.change.Removals;
import org.meanwhile.job.read.PollReader;
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
  @Inject private RequestLinks links;
  @Inject private Caller caller;
  @Inject private Audit audit;
  @Context private UriInfo uri;
  @Context private HttpHeaders headers;
  @Context private Request request;
  @Context private HttpServletRequest servlet;

  /** All bytes, or one range of them (RFC 9110, section 14). */
  @GET
  @Produces("*/*")
  public Response get(@PathParam("id") String id) {
    Response response = outputs.get(find(id), headers, request, servlet.getProtocol()).build();
    if (response.hasEntity()) {
      audit.done(Audit.Event.DOWNLOADED, id);
    }
    return response;
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
