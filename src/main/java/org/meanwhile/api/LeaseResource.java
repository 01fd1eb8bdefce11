package org.meanwhile.api;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HEAD;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.io.IOException;
import java.io.InputStream;
import org.meanwhile.api.answer.JobResponses;
import org.meanwhile.api.answer.LeaseResponses;
import org.meanwhile.api.answer.OutputResponses;
import org.meanwhile.api.answer.RequestLinks;
import org.meanwhile.api.problem.Problem;
import org.meanwhile.api.problem.ProblemType;
import org.meanwhile.api.request.LeasePatch;
import org.meanwhile.api.request.LeaseRequestReader;
import org.meanwhile.api.request.NewestLines;
import org.meanwhile.job.JobView;
import org.meanwhile.job.StagedFile;
import org.meanwhile.job.lease.LeaseEnds;
import org.meanwhile.job.lease.LeaseLog;
import org.meanwhile.job.lease.LeaseState;
import org.meanwhile.job.submit.KeptRequest;
import org.meanwhile.job.submit.KeptRequests;
import org.meanwhile.security.Audit;
import org.meanwhile.security.Caller;
import org.meanwhile.worker.WorkerEnding;
import org.meanwhile.worker.WorkerRuns;

/**
 * {@code /lease/{secret}}: what a worker does with a job that it has leased. The secret is known to
 * the worker alone, and counts only from the caller that has got it.
 */
@Path("/lease/{secret}")
@ApplicationScoped
public class LeaseResource {
  @Inject private LeaseRequestReader reader;
  @Inject private HeldLeases leases;
  @Inject private WorkerRuns runs;
  @Inject private LeaseLog logs;
  @Inject private KeptRequests kept;
  @Inject private OutputResponses files;
  @Inject private JobResponses jobs;
  @Inject private LeaseResponses responses;
  @Inject private RequestLinks links;
  @Inject private Caller caller;
  @Inject private Audit audit;
  @Context private UriInfo uri;
  @Context private HttpHeaders headers;
  @Context private Request request;
  @Context private HttpServletRequest servlet;

  /** Renews the lease, and stores what the worker reports. */
  @PATCH
  @Produces(MediaType.APPLICATION_JSON)
  public Response renew(@PathParam("secret") String secret, InputStream body) throws IOException {
    LeasePatch patch = reader.patch(body, headers.getMediaType());
    LeaseState state = leases.open(secret);
    if (state.phase() == LeaseState.Phase.CANCELED) {
      return responses.state(state, false);
    }
    if (patch.reports()) {
      runs.report(state, patch.progressAfter(state.progress()));
    }
    boolean held = patch.checkpoint().isEmpty() || runs.checkpoint(state, patch.checkpoint().get());
    if (!held && !state.suspended()) {
      throw responses.lost();
    }
    return responses.state(state, !held);
  }

  /** Hands the job back: another worker may have it, and this was no attempt. */
  @DELETE
  @Produces(MediaType.APPLICATION_JSON)
  public Response handBack(@PathParam("secret") String secret) {
    LeaseEnds.Ended ended = runs.handBack(leases.parse(secret), caller.name());
    JobView view = leases.ended(ended, uri);
    audited(Audit.Event.LEASE_HANDED_BACK, view);
    return jobs.changed(view, links.of(uri));
  }

  /** Ends the run, with the output that was sent or with an error. */
  @POST
  @Path("/end")
  @Produces(MediaType.APPLICATION_JSON)
  public Response end(@PathParam("secret") String secret, InputStream body) throws IOException {
    WorkerEnding ending = reader.ending(body, headers.getMediaType());
    LeaseEnds.Ended ended = runs.end(leases.parse(secret), caller.name(), ending);
    JobView view = leases.ended(ended, uri);
    if (ended.status().isPresent()) {
      audited(Audit.Event.LEASE_ENDED, view);
    }
    return jobs.changed(view, links.of(uri));
  }

  private void audited(Audit.Event event, JobView view) {
    audit.lease(event, audit.sender(), view.job().id(), view.job().operation());
  }

  /** Lines for the log of the job. */
  @POST
  @Path("/log")
  @Consumes(MediaType.TEXT_PLAIN)
  @Produces("*/*")
  public Response log(@PathParam("secret") String secret, InputStream body) throws IOException {
    LeaseState state = leases.held(secret, uri);
    NewestLines lines = NewestLines.read(body, headers.getMediaType());
    if (!lines.lines().isEmpty()
        && !logs.write(state.tokenSha256(), lines.lines(), lines.dropped())) {
      leases.held(secret, uri);
      throw responses.lost();
    }
    return Response.noContent().build();
  }

  /** The file that came with the job: all bytes, or one range of them. */
  @GET
  @Path("/file")
  @Produces("*/*")
  public Response file(@PathParam("secret") String secret) {
    JobView view = leases.job(leases.open(secret));
    return noStore(
        files.file(view.job(), requireFile(view), headers, request, servlet.getProtocol()));
  }

  /** The fields of the same response without the bytes. */
  @HEAD
  @Path("/file")
  @Produces("*/*")
  public Response fileHead(@PathParam("secret") String secret) {
    JobView view = leases.job(leases.open(secret));
    return noStore(files.fileHead(view.job(), requireFile(view), request));
  }

  private StagedFile requireFile(JobView view) {
    return kept.find(view.job().id())
        .flatMap(KeptRequest::file)
        .orElseThrow(() -> new Problem(ProblemType.UNKNOWN_PATH, "no file came with the job"));
  }

  private static Response noStore(Response.ResponseBuilder response) {
    return response
        .header(HttpHeaders.CACHE_CONTROL, null)
        .header(HttpHeaders.CACHE_CONTROL, LeaseResponses.NO_STORE)
        .build();
  }
}
