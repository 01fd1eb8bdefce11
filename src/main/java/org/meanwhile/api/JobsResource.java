package org.meanwhile.api;

import jakarta.ejb.EJB;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.Optional;
import org.meanwhile.api.Creation.Sameness;
import org.meanwhile.document.Links;
import org.meanwhile.document.StatusDocuments;
import org.meanwhile.job.JobId;
import org.meanwhile.job.JobLists;
import org.meanwhile.job.JobQuery;
import org.meanwhile.job.Submission;
import org.meanwhile.platform.UuidV7;
import org.meanwhile.security.Caller;

/** {@code /job}: creating and listing. */
@Path("/job")
@ApplicationScoped
@Produces(Json.JSON)
public class JobsResource {
  @EJB private JobLists lists;
  @Inject private Creation creation;
  @Inject private Waits waits;
  @Inject private StatusDocuments documents;
  @Inject private UuidV7 ids;
  @Inject private Caller caller;

  /**
   * Creates a job. Without a body, it only names one: what a client then puts there is created
   * once, however often it is sent.
   */
  @POST
  @Creating
  @Waitable
  public Object create(InputStream body, @Context UriInfo uri, @Context HttpHeaders headers)
      throws IOException {
    Optional<String> key = IdempotencyKey.of(headers.getRequestHeader(IdempotencyKey.FIELD));
    Optional<InputStream> content = Creation.something(body);
    if (content.isEmpty()) {
      return Response.created(URI.create(links(uri).job(fresh()))).build();
    }
    Submission done =
        creation.create(
            content.get(),
            headers,
            fresh(),
            key.map(Sameness::byKey).orElse(Sameness.NONE),
            uri.getBaseUri());
    if (done.outcome() == Submission.Outcome.DIFFERENT) {
      throw new Problem(
          ProblemType.IDEMPOTENCY_KEY_REUSED, "this key was sent with another request before");
    }
    return Waits.direct(waits.created(done.job(), links(uri), JobResource.wait(headers)));
  }

  private JobId fresh() {
    return new JobId(ids.next());
  }

  /** Lists the jobs that the caller may see, newest first, by page. */
  @GET
  @Waitable
  public Object list(
      @HeaderParam("POE") String poe, @Context UriInfo uri, @Context HttpHeaders headers) {
    JobQuery query = ListParameters.read(uri.getQueryParameters(), caller.scope());
    AskedList asked =
        new AskedList(
            caller.name(),
            query,
            Conditions.of(headers),
            uri.getRequestUri(),
            "1".equals(poe) ? Optional.of(links(uri).job(fresh())) : Optional.empty(),
            documents,
            links(uri));
    return Waits.direct(waits.list(asked, lists.page(query), JobResource.wait(headers)));
  }

  private static Links links(UriInfo uri) {
    return new Links(uri.getBaseUri());
  }
}
