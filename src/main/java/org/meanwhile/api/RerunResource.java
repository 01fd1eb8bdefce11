package org.meanwhile.api;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.CompletionStage;
import org.meanwhile.api.answer.CreatesJob;
import org.meanwhile.api.answer.JobResponses;
import org.meanwhile.api.answer.LongPollable;
import org.meanwhile.api.answer.RequestLinks;
import org.meanwhile.api.answer.Targets;
import org.meanwhile.api.problem.Problem;
import org.meanwhile.api.problem.ProblemType;
import org.meanwhile.api.request.RequestFields;
import org.meanwhile.api.request.RequestValidation;
import org.meanwhile.api.request.Reruns;
import org.meanwhile.api.wait.LongPolls;
import org.meanwhile.job.JobId;
import org.meanwhile.job.JobView;
import org.meanwhile.job.read.PollReader;
import org.meanwhile.job.submit.Submission;
import org.meanwhile.platform.UuidV7;
import org.meanwhile.representation.Links;
import org.meanwhile.security.Audit;
import org.meanwhile.security.Caller;
import tools.jackson.databind.node.ObjectNode;

/** {@code /job/{id}/rerun}: running an ended job again, as a new job. */
@Path("/job/{id}/rerun")
@ApplicationScoped
@Produces(MediaType.APPLICATION_JSON)
public class RerunResource {
  @Inject private Reruns reruns;
  @Inject private PollReader polls;
  @Inject private LongPolls longPolls;
  @Inject private JobResponses responses;
  @Inject private RequestLinks requestLinks;
  @Inject private UuidV7 ids;
  @Inject private Caller caller;
  @Inject private Audit audit;

  /** Creates the new job; a request with the same key is answered with the job that it made. */
  @POST
  @CreatesJob
  @LongPollable
  public CompletionStage<Object> rerun(
      @PathParam("id") String id,
      InputStream body,
      @Context UriInfo uri,
      @Context HttpHeaders headers)
      throws IOException {
    ObjectNode overrides = reruns.overrides(body, headers.getMediaType());
    JobView original =
        JobId.parse(id)
            .flatMap(job -> polls.findLatest(job, caller.scope()))
            .orElseThrow(Problem::unknownJob);
    Links links = requestLinks.of(uri);
    if (!original.job().status().ended()) {
      throw responses.conflict(
          ProblemType.WRONG_STATE, "the job has not ended yet", original, links);
    }
    if (RequestValidation.isWanted(uri)) {
      return Answer.of(reruns.validate(original, overrides));
    }
    Submission submission =
        reruns.rerun(original, overrides, new JobId(ids.next()), headers, uri.getBaseUri());
    JobView made = JobsResource.made(submission);
    if (submission.created()) {
      audit.done(Audit.Event.RERUN, original.job().id());
    }
    return Answer.of(
        longPolls.created(
            made, Targets.of(links).preferredBy(headers), RequestFields.wait(headers)));
  }
}
