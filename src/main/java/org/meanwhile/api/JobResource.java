package org.meanwhile.api;

import jakarta.ejb.EJB;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.meanwhile.api.answer.CreatesJob;
import org.meanwhile.api.answer.JobResponses;
import org.meanwhile.api.answer.LongPollable;
import org.meanwhile.api.answer.RequestLinks;
import org.meanwhile.api.answer.Targets;
import org.meanwhile.api.problem.Problem;
import org.meanwhile.api.problem.ProblemType;
import org.meanwhile.api.request.IdempotencyRule;
import org.meanwhile.api.request.JobCreation;
import org.meanwhile.api.request.JobPatchReader;
import org.meanwhile.api.request.RequestFields;
import org.meanwhile.api.request.RequestValidation;
import org.meanwhile.api.wait.LongPolls;
import org.meanwhile.job.JobId;
import org.meanwhile.job.JobView;
import org.meanwhile.job.change.EditResult;
import org.meanwhile.job.change.JobEdits;
import org.meanwhile.job.change.JobPatch;
import org.meanwhile.job.change.Removals;
import org.meanwhile.job.dependency.Dependents;
import org.meanwhile.job.read.PollReader;
import org.meanwhile.job.submit.Submission;
import org.meanwhile.job.submit.Submission.Outcome;
import org.meanwhile.operation.catalogue.Catalogue;
import org.meanwhile.operation.catalogue.OfferedOperation;
import org.meanwhile.operation.catalogue.Violation;
import org.meanwhile.platform.Scope;
import org.meanwhile.representation.Links;
import org.meanwhile.security.Audit;
import org.meanwhile.security.Caller;

/**
 * {@code /job/{id}}, {@code /job/{id}/status} and {@code /job/{id}/monitor}: creating under a given
 * name, polling, changing, cancelling, removing.
 *
 * <p>One bean serves all requests, as with every resource here: making a bean for each request
 * costs more than a poll reads from the database. The request comes as parameters of the methods,
 * because a field with {@code @Context} is a proxy that looks for the request at each call.
 */
@Path("/job/{id}")
@ApplicationScoped
@Produces(MediaType.APPLICATION_JSON)
public class JobResource {
  @EJB private Removals jobs;
  @EJB private JobEdits edits;
  @Inject private JobPatchReader patches;
  @Inject private JobResponses responses;
  @Inject private Catalogue catalogue;
  @Inject private PollReader polls;
  @Inject private Dependents dependents;
  @Inject private JobCreation creation;
  @Inject private LongPolls longPolls;
  @Inject private RequestLinks requestLinks;
  @Inject private Caller caller;
  @Inject private Audit audit;

  /** Polls: 200 while there is no output, 303 to the output, 410 when the job is gone. */
  @GET
  @LongPollable
  public CompletionStage<Object> poll(
      @PathParam("id") String id, @Context UriInfo uri, @Context HttpHeaders headers) {
    JobView view = find(id);
    return Answer.of(
        longPolls.poll(
            view,
            Targets.ofJob(links(uri), uri, view.job().id()),
            RequestFields.conditions(headers),
            RequestFields.wait(headers)));
  }

  /** Polls without a redirect: 200 while there is a record of the job. */
  @GET
  @LongPollable
  @Path("/status")
  public CompletionStage<Object> status(
      @PathParam("id") String id, @Context UriInfo uri, @Context HttpHeaders headers) {
    return Answer.of(
        longPolls.status(
            find(id), links(uri), RequestFields.conditions(headers), RequestFields.wait(headers)));
  }

  /** Polls for clients that know only 202: 202 until the job has ended, then 303 or a problem. */
  @GET
  @LongPollable
  @Path("/monitor")
  public CompletionStage<Object> monitor(
      @PathParam("id") String id, @Context UriInfo uri, @Context HttpHeaders headers) {
    return Answer.of(
        longPolls.monitor(
            find(id), links(uri), RequestFields.conditions(headers), RequestFields.wait(headers)));
  }

  /** Creates the job of this name; a repeated request is answered with the job as it is. */
  @PUT
  @CreatesJob
  @LongPollable
  public CompletionStage<Object> create(
      @PathParam("id") String id,
      InputStream body,
      @Context UriInfo uri,
      @Context HttpHeaders headers)
      throws IOException {
    JobId job = id(id);
    if (RequestFields.isConditional(headers)) {
      JobResponses.requireConditions(polls.findLatest(job, caller.scope()), headers);
    }
    if (RequestValidation.isWanted(uri)) {
      return Answer.of(creation.validate(body, headers, RequestFields.operation(uri)));
    }
    Submission submission =
        creation.create(
            body,
            headers,
            RequestFields.operation(uri),
            job,
            IdempotencyRule.BY_ID,
            uri.getBaseUri());
    if (submission.outcome() != Outcome.NOT_YOURS
        && !submission.created()
        && RequestFields.isConditional(headers)) {
      // Another request has created the job since the check above.
      JobResponses.requireConditions(Optional.of(submission.job()), headers);
    }
    return Answer.of(
        switch (submission.outcome()) {
          case CREATED, REPEATED ->
              longPolls.created(
                  submission.job(),
                  Targets.ofJob(links(uri), uri, job).preferredBy(headers),
                  RequestFields.wait(headers));
          case DIFFERENT ->
              throw new Problem(
                  ProblemType.DIFFERENT_REQUEST,
                  "another request has created the job of this name");
          case NOT_YOURS -> {
            audit.hidden(job);
            throw notYours();
          }
        });
  }

  /** Operators see all jobs by GET, so they are told why; others see a 404, as by GET. */
  private Problem notYours() {
    return caller.scope().equals(Scope.everyone())
        ? new Problem(
            ProblemType.DIFFERENT_REQUEST, "another caller has created the job of this name")
        : Problem.unknownJob();
  }

  /** Creates the job of this name once (POST Once Exactly); a repeated request is answered 405. */
  @POST
  @CreatesJob
  @LongPollable
  public CompletionStage<Object> createOnce(
      @PathParam("id") String id,
      InputStream body,
      @Context UriInfo uri,
      @Context HttpHeaders headers)
      throws IOException {
    JobId job = id(id);
    if (RequestValidation.isWanted(uri)) {
      return Answer.of(creation.validate(body, headers, RequestFields.operation(uri)));
    }
    if (polls.findLatest(job, caller.scope()).isPresent()) {
      throw alreadyCreated(job, links(uri));
    }
    Submission submission =
        creation.create(
            body,
            headers,
            RequestFields.operation(uri),
            job,
            IdempotencyRule.BY_ID,
            uri.getBaseUri());
    return Answer.of(
        switch (submission.outcome()) {
          case CREATED ->
              longPolls.created(
                  submission.job(),
                  Targets.ofJob(links(uri), uri, job).preferredBy(headers),
                  RequestFields.wait(headers));
          case REPEATED, DIFFERENT -> throw alreadyCreated(job, links(uri));
          case NOT_YOURS -> throw Problem.unknownJob();
        });
  }

  private static Problem alreadyCreated(JobId job, Links links) {
    return new Problem(
            ProblemType.METHOD_NOT_ALLOWED, "the job exists already: it is not created twice")
        .with(HttpHeaders.ALLOW, "GET, HEAD, PUT, PATCH, DELETE, OPTIONS")
        .with(HttpHeaders.LOCATION, links.job(job));
  }

  /** Changes parts of the job that may change while it is as it is: all that are named, or none. */
  @PATCH
  public Response change(
      @PathParam("id") String id,
      InputStream body,
      @Context UriInfo uri,
      @Context HttpHeaders headers)
      throws IOException {
    JobPatch patch = patches.read(body, headers.getMediaType(), uri.getBaseUri());
    // For the audit, which hears of jobs that this caller may not see.
    JobView before = polls.findLatest(id(id), caller.scope()).orElseThrow(Problem::unknownJob);
    JobResponses.requireConditions(Optional.of(before), headers);
    EditResult result =
        edits
            .edit(before.job().id(), caller.scope(), patch, this::isSuspendable)
            .orElseThrow(Problem::unknownJob);
    return switch (result.outcome()) {
      case DONE -> responses.changed(result.job(), links(uri));
      case STALE_VERSION ->
          throw responses.conflict(
              ProblemType.STALE_VERSION, result.detail(), result.job(), links(uri));
      case WRONG_STATE ->
          throw responses.conflict(
              ProblemType.WRONG_STATE, result.detail(), result.job(), links(uri));
      case INVALID ->
          throw Problem.invalid(List.of(new Violation(result.pointer(), result.detail())));
    };
  }

  /** False for an operation that this node does not have. */
  private boolean isSuspendable(String operation) {
    return catalogue.find(operation).filter(OfferedOperation::suspendable).isPresent();
  }

  /** Cancels or removes the job; a running one is given up to 2 s to stop. */
  @DELETE
  public CompletionStage<Object> remove(
      @PathParam("id") String id, @Context UriInfo uri, @Context HttpHeaders headers) {
    JobId job = id(id);
    boolean withDependents = RequestFields.flag(uri.getQueryParameters(), "dependents");
    if (RequestFields.isConditional(headers)) {
      JobView before = polls.findLatest(job, caller.scope()).orElseThrow(Problem::unknownJob);
      JobResponses.requireConditions(Optional.of(before), headers);
    }
    if (withDependents && polls.findLatest(job, caller.scope()).isPresent()) {
      // First, because the end of the job would let them go on.
      dependents.of(job).forEach(dependent -> jobs.remove(dependent, caller.scope()));
    }
    JobView view =
        jobs.remove(job, caller.scope())
            .orElseThrow(
                () -> {
                  // For the audit, which hears of jobs that this caller may not see.
                  polls.findLatest(job, caller.scope());
                  return Problem.unknownJob();
                });
    return Answer.of(longPolls.removed(view, links(uri)));
  }

  private Links links(UriInfo uri) {
    return requestLinks.of(uri);
  }

  private JobView find(String id) {
    return polls.find(id(id), caller.scope()).orElseThrow(Problem::unknownJob);
  }

  private static JobId id(String id) {
    return JobId.parse(id).orElseThrow(Problem::unknownJob);
  }
}
