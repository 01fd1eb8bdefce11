package org.meanwhile.api;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
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
import java.util.List;
import java.util.Optional;
import org.meanwhile.document.Links;
import org.meanwhile.document.StatusDocuments;
import org.meanwhile.job.JobId;
import org.meanwhile.job.JobLists;
import org.meanwhile.job.JobQuery;
import org.meanwhile.job.JobView;
import org.meanwhile.job.NewJob;
import org.meanwhile.job.StagedFile;
import org.meanwhile.job.Submissions;
import org.meanwhile.platform.Settings;
import org.meanwhile.platform.UuidV7;
import org.meanwhile.security.Caller;

/** {@code /job}: creating and listing. */
@Path("/job")
@ApplicationScoped
@Produces(Json.JSON)
public class JobsResource {
  @Inject private Submissions submissions;
  @Inject private JobLists lists;
  @Inject private JobRequestReader reader;
  @Inject private Upload upload;
  @Inject private Answers answers;
  @Inject private StatusDocuments documents;
  @Inject private Json json;
  @Inject private UuidV7 ids;
  @Inject private Settings settings;
  @Inject private Caller caller;
  @Context private UriInfo uri;

  /** Creates a job from JSON. */
  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  public Response create(InputStream body) throws IOException {
    JobRequestReader.Asked asked = reader.read(json.read(body));
    Upload.requireNoFile(asked);
    return accepted(asked, Optional.empty());
  }

  /** Creates a job from JSON and a file. */
  @POST
  @Consumes(MediaType.MULTIPART_FORM_DATA)
  public Response create(
      InputStream body, @HeaderParam(HttpHeaders.CONTENT_TYPE) String contentType)
      throws IOException {
    Upload.Received received = upload.read(body, contentType);
    boolean stored = false;
    try {
      Response answer = accepted(received.asked(), received.file());
      stored = true;
      return answer;
    } finally {
      if (!stored) {
        received.discard().run();
      }
    }
  }

  private Response accepted(JobRequestReader.Asked asked, Optional<StagedFile> file) {
    NewJob request =
        asked.by(
            caller.name(),
            new JobId(ids.next()),
            settings.get(Settings.TOMBSTONE),
            file,
            uri.getBaseUri());
    return answers.accepted(submissions.submit(request), links());
  }

  /** Lists the caller's jobs, newest first, by page. */
  @GET
  public Response list() {
    JobQuery query = ListParameters.read(uri.getQueryParameters(), caller.name());
    List<JobView> found = lists.list(query.withLimit(query.limit() + 1));
    boolean more = found.size() > query.limit();
    List<JobView> shown = more ? found.subList(0, query.limit()) : found;
    Response.ResponseBuilder answer =
        Response.ok().header(HttpHeaders.CACHE_CONTROL, Answers.POLLED);
    Optional<URI> next = more ? Optional.of(next(shown.get(shown.size() - 1))) : Optional.empty();
    next.ifPresent(uri -> answer.header(HttpHeaders.LINK, "<" + uri + ">; rel=\"next\""));
    return answer.entity(documents.page(shown, next, links())).build();
  }

  private Links links() {
    return new Links(uri.getBaseUri());
  }

  private URI next(JobView last) {
    return uri.getRequestUriBuilder()
        .replaceQueryParam("cursor", ListParameters.cursor(last.job()))
        .build();
  }
}
