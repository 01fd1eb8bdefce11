package org.meanwhile.api;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.meanwhile.api.answer.CreatesJob;
import org.meanwhile.api.answer.LongPollable;
import org.meanwhile.api.answer.RequestLinks;
import org.meanwhile.api.answer.Targets;
import org.meanwhile.api.http.IdempotencyKey;
import org.meanwhile.api.problem.Problem;
import org.meanwhile.api.problem.ProblemType;
import org.meanwhile.api.request.BodyForBody;
import org.meanwhile.api.request.IdempotencyRule;
import org.meanwhile.api.request.JobCreation;
import org.meanwhile.api.request.ListParameters;
import org.meanwhile.api.request.RequestFields;
import org.meanwhile.api.request.RequestValidation;
import org.meanwhile.api.wait.ListReads;
import org.meanwhile.api.wait.ListRequest;
import org.meanwhile.api.wait.LongPolls;
import org.meanwhile.job.JobId;
import org.meanwhile.job.JobView;
import org.meanwhile.job.read.JobQuery;
import org.meanwhile.job.submit.Submission;
import org.meanwhile.platform.UuidV7;
import org.meanwhile.representation.Links;
import org.meanwhile.representation.StatusDocuments;
import org.meanwhile.security.Caller;

/** {@code /job}: creating and listing jobs. */
@Path("/job")
@ApplicationScoped
@Produces(MediaType.APPLICATION_JSON)
public class JobsResource {
  @Inject private ListReads lists;
  @Inject private JobCreation creation;
  @Inject private LongPolls longPolls;
  @Inject private StatusDocuments documents;
  @Inject private UuidV7 ids;
  @Inject private RequestLinks requestLinks;
  @Inject private Caller caller;

  /**
   * Creates a job. Without a body it only returns a fresh URI: a job that the client then puts
   * there is created once, however often the client repeats the PUT.
   */
  @POST
  @BodyForBody
  @CreatesJob
  @LongPollable
  public CompletionStage<Object> create(
      InputStream body, @Context UriInfo uri, @Context HttpHeaders headers) throws IOException {
    if (RequestValidation.isWanted(uri)) {
      return Answer.of(creation.validate(body, headers, RequestFields.operation(uri)));
    }
    Optional<String> key = IdempotencyKey.of(headers.getRequestHeader(IdempotencyKey.FIELD));
    Optional<InputStream> content = JobCreation.nonEmpty(body);
    if (content.isEmpty()) {
      return Answer.of(Response.created(URI.create(links(uri).job(freshId()))).build());
    }
    Submission submission =
        creation.create(
            content.get(),
            headers,
            RequestFields.operation(uri),
            freshId(),
            IdempotencyRule.of(key),
            uri.getBaseUri());
    return Answer.of(
        longPolls.created(
            made(submission),
            Targets.of(links(uri)).preferredBy(headers),
            RequestFields.wait(headers)));
  }

  /**
   * The job that a request has made, or made before.
   *
   * @throws Problem 422 when another request has made it by the same key
   */
  static JobView made(Submission submission) {
    if (submission.outcome() == Submission.Outcome.DIFFERENT) {
      throw new Problem(
          ProblemType.IDEMPOTENCY_KEY_REUSED, "this key was sent with another request before");
    }
    return submission.job();
  }

  private JobId freshId() {
    return new JobId(ids.next());
  }

  /** A page of the jobs that the caller may see, newest first. */
  @GET
  @LongPollable
  public CompletionStage<Object> list(
      @HeaderParam("POE") String poe, @Context UriInfo uri, @Context HttpHeaders headers) {
    JobQuery query = ListParameters.read(uri.getQueryParameters(), caller.scope());
    ListRequest request =
        new ListRequest(
            caller.name(),
            query,
            RequestFields.conditions(headers),
            uri.getRequestUri(),
            "1".equals(poe) ? Optional.of(links(uri).job(freshId())) : Optional.empty(),
            documents,
            links(uri));
    return Answer.of(
        lists.read(caller.name(), query, longPolls.list(request, RequestFields.wait(headers))));
  }

  private Links links(UriInfo uri) {
    return requestLinks.of(uri);
  }
}
