package org.meanwhile.api;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.container.AsyncResponse;
import jakarta.ws.rs.container.Suspended;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import org.meanwhile.document.Links;
import org.meanwhile.job.JobId;
import org.meanwhile.job.JobStatus;
import org.meanwhile.job.JobView;
import org.meanwhile.job.Jobs;
import org.meanwhile.security.Caller;

/**
 * {@code /job/{id}} and {@code /job/{id}/status}: polling, cancelling, removing.
 *
 * <p>One bean for all requests, as every resource here: to make one for each costs more than a poll
 * reads from the database. What {@code @Context} injects speaks of the request at hand all the
 * same.
 */
@Path("/job/{id}")
@ApplicationScoped
@Produces(Json.JSON)
public class JobResource {
  @Inject private Jobs jobs;
  @Inject private Answers answers;
  @Inject private EndingWaits waits;
  @Inject private Caller caller;
  @Context private UriInfo uri;
  @Context private Request request;

  /** Polls: 200 while there is no result, 303 to it, 410 when it is gone. */
  @GET
  public Response poll(@PathParam("id") String id) {
    return answers.poll(find(id), new Links(uri.getBaseUri()), request);
  }

  /** Polls without a redirect: 200 while there is a record. */
  @GET
  @Path("/status")
  public Response status(@PathParam("id") String id) {
    return answers.status(find(id), new Links(uri.getBaseUri()), request);
  }

  /** Cancels or removes the job; a running one is waited for up to two seconds. */
  @DELETE
  public void remove(@PathParam("id") String id, @Suspended AsyncResponse answer) {
    JobId job = id(id);
    JobView view = jobs.remove(job, caller.name()).orElseThrow(JobResource::unknown);
    if (view.job().status() == JobStatus.RUNNING) {
      waits.await(job, caller.name(), answer, new Links(uri.getBaseUri()));
    } else {
      answer.resume(answers.done(view, new Links(uri.getBaseUri())));
    }
  }

  private JobView find(String id) {
    return jobs.poll(id(id), caller.name()).orElseThrow(JobResource::unknown);
  }

  private static JobId id(String id) {
    return JobId.parse(id).orElseThrow(JobResource::unknown);
  }

  static Problem unknown() {
    return new Problem(
        ProblemType.UNKNOWN_JOB, "there is no such job, or no record of it any more");
  }
}
