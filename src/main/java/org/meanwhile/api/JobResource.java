package org.meanwhile.api;

import jakarta.ejb.EJB;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.UriInfo;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Optional;
import org.meanwhile.api.answer.CreatesJob;
import org.meanwhile.api.answer.JobResponses;
import org.meanwhile.api.answer.LongPollable;
import org.meanwhile.api.http.Conditions;
import org.meanwhile.api.http.Prefer;
import org.meanwhile.api.problem.Json;
import org.meanwhile.api.problem.Problem;
import org.meanwhile.api.problem.ProblemType;
import org.meanwhile.api.request.JobCreation;
import org.meanwhile.api.request.JobCreation.Sameness;
import org.meanwhile.api.wait.LongPolls;
import org.meanwhile.job.JobId;
import org.meanwhile.job.JobView;
import org.meanwhile.job.change.Removals;
import org.meanwhile.job.read.PollReader;
import org.meanwhile.job.submit.Submission;
import org.meanwhile.job.submit.Submission.Outcome;
import org.meanwhile.platform.Scope;
import org.meanwhile.representation.Links;
import org.meanwhile.security.Caller;

/**
 * {@code /job/{id}} and {@code /job/{id}/status}: polling, cancelling, removing.
 *
 * <p>One bean for all requests, as every resource here: to make one for each costs more than a poll
 * reads from the database. What speaks of the request at hand is given to each method: a field that
 * {@code @Context} injects would look for the request at every call.
 */
@Path("/job/{id}")
@ApplicationScoped
@Produces(Json.JSON)
public class JobResource {
  @EJB private Removals jobs;
  @Inject private PollReader polls;
  @Inject private JobCreation creation;
  @Inject private LongPolls waits;
  @Inject private Caller caller;

  /** Polls: 200 while there is no result, 303 to it, 410 when it is gone. */
  @GET
  @LongPollable
  public Object poll(
      @PathParam("id") String id, @Context UriInfo uri, @Context HttpHeaders headers) {
    return LongPolls.direct(
        waits.poll(find(id), links(uri), Conditions.of(headers), wait(headers)));
  }

  /** Polls without a redirect: 200 while there is a record. */
  @GET
  @LongPollable
  @Path("/status")
  public Object status(
      @PathParam("id") String id, @Context UriInfo uri, @Context HttpHeaders headers) {
    return LongPolls.direct(
        waits.status(find(id), links(uri), Conditions.of(headers), wait(headers)));
  }

  /** Creates the job of this name; sent again, it answers with the job as it is. */
  @PUT
  @CreatesJob
  @LongPollable
  public Object create(
      @PathParam("id") String id,
      InputStream body,
      @Context UriInfo uri,
      @Context HttpHeaders headers)
      throws IOException {
    JobId job = id(id);
    if (isConditional(headers)) {
      JobResponses.require(polls.findLatest(job, caller.scope()), headers);
    }
    Submission done = creation.create(body, headers, job, Sameness.BY_NAME, uri.getBaseUri());
    if (done.outcome() != Outcome.NOT_YOURS && !done.created() && isConditional(headers)) {
      // Made by another request just now.
      JobResponses.require(Optional.of(done.job()), headers);
    }
    return switch (done.outcome()) {
      case CREATED, REPEATED ->
          LongPolls.direct(waits.created(done.job(), links(uri), wait(headers)));
      case DIFFERENT ->
          throw new Problem(
              ProblemType.DIFFERENT_REQUEST, "another request has made the job of this name");
      case NOT_YOURS -> throw notYours();
    };
  }

  /** An operator may know that it is there, and sees it by GET. */
  private Problem notYours() {
    return caller.scope().equals(Scope.everyone())
        ? new Problem(ProblemType.DIFFERENT_REQUEST, "another caller has made the job of this name")
        : Problem.unknownJob();
  }

  /** Creates the job of this name, once and for all. */
  @POST
  @CreatesJob
  @LongPollable
  public Object createOnce(
      @PathParam("id") String id,
      InputStream body,
      @Context UriInfo uri,
      @Context HttpHeaders headers)
      throws IOException {
    JobId job = id(id);
    if (polls.findLatest(job, caller.scope()).isPresent()) {
      throw thereAlready(job, links(uri));
    }
    Submission done = creation.create(body, headers, job, Sameness.BY_NAME, uri.getBaseUri());
    return switch (done.outcome()) {
      case CREATED -> LongPolls.direct(waits.created(done.job(), links(uri), wait(headers)));
      case REPEATED, DIFFERENT -> throw thereAlready(job, links(uri));
      case NOT_YOURS -> throw Problem.unknownJob();
    };
  }

  private static boolean isConditional(HttpHeaders headers) {
    return headers.getHeaderString(HttpHeaders.IF_MATCH) != null
        || headers.getHeaderString(HttpHeaders.IF_NONE_MATCH) != null;
  }

  private static Problem thereAlready(JobId job, Links links) {
    return new Problem(ProblemType.METHOD_NOT_ALLOWED, "the job was created: it is not made twice")
        .with(HttpHeaders.ALLOW, "GET, HEAD, PUT, DELETE, OPTIONS")
        .with(HttpHeaders.LOCATION, links.job(job));
  }

  /** Cancels or removes the job; a running one is waited for up to two seconds. */
  @DELETE
  public Object remove(
      @PathParam("id") String id, @Context UriInfo uri, @Context HttpHeaders headers) {
    JobId job = id(id);
    if (isConditional(headers)) {
      JobView before = polls.findLatest(job, caller.scope()).orElseThrow(Problem::unknownJob);
      JobResponses.require(Optional.of(before), headers);
    }
    JobView view = jobs.remove(job, caller.scope()).orElseThrow(Problem::unknownJob);
    return LongPolls.direct(waits.removed(view, links(uri)));
  }

  private static Links links(UriInfo uri) {
    return new Links(uri.getBaseUri());
  }

  /** How long the answer to a request may be held. */
  static Optional<Duration> wait(HttpHeaders headers) {
    return Prefer.toWait(headers.getRequestHeader(Prefer.FIELD));
  }

  private JobView find(String id) {
    return polls.find(id(id), caller.scope()).orElseThrow(Problem::unknownJob);
  }

  private static JobId id(String id) {
    return JobId.parse(id).orElseThrow(Problem::unknownJob);
  }
}
