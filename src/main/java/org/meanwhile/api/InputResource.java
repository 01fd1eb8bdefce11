package org.meanwhile.api;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
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
import java.nio.charset.StandardCharsets;
import org.meanwhile.api.answer.OutputResponses;
import org.meanwhile.api.problem.Problem;
import org.meanwhile.api.problem.ProblemType;
import org.meanwhile.job.JobId;
import org.meanwhile.job.JobView;
import org.meanwhile.job.StagedFile;
import org.meanwhile.job.read.PollReader;
import org.meanwhile.job.submit.KeptRequest;
import org.meanwhile.job.submit.KeptRequests;
import org.meanwhile.operation.catalogue.Catalogue;
import org.meanwhile.operation.catalogue.OfferedOperation;
import org.meanwhile.platform.Settings;
import org.meanwhile.representation.InputSettings;
import org.meanwhile.security.Audit;
import org.meanwhile.security.Caller;

/** {@code /job/{id}/input} and {@code /job/{id}/input/file}: what the operation was given. */
@Path("/job/{id}/input")
@ApplicationScoped
public class InputResource {
  /** It may hold secrets that no schema marks. */
  private static final String NO_STORE = "no-store";

  @Inject private PollReader polls;
  @Inject private KeptRequests kept;
  @Inject private OutputResponses files;
  @Inject private Catalogue catalogue;
  @Inject private Settings settings;
  @Inject private Caller caller;
  @Inject private Audit audit;
  @Context private HttpHeaders headers;
  @Context private Request request;
  @Context private HttpServletRequest servlet;

  /** The input as it was validated, without what the operation's schema keeps secret. */
  @GET
  @Produces(MediaType.APPLICATION_JSON)
  public Response input(@PathParam("id") String id) {
    JobView view = find(id);
    OfferedOperation operation =
        catalogue
            .find(view.job().operation())
            .orElseThrow(
                () ->
                    new Problem(
                        ProblemType.UNKNOWN_OPERATION,
                        "the operation is offered no more, and nothing else tells which members of"
                            + " its input are secret"));
    String shown = operation.readableInput(kept(view).input());
    audit.done(Audit.Event.INPUT_READ, view.job().id());
    return Response.ok(shown.getBytes(StandardCharsets.UTF_8))
        .header(HttpHeaders.CACHE_CONTROL, NO_STORE)
        .build();
  }

  /** The file that came with the job: all bytes, or one range of them, as of an output. */
  @GET
  @Path("/file")
  @Produces("*/*")
  public Response file(@PathParam("id") String id) {
    JobView view = find(id);
    StagedFile file = requireFile(view);
    Response response =
        files.file(view.job(), file, headers, request, servlet.getProtocol()).build();
    if (response.hasEntity()) {
      audit.done(Audit.Event.INPUT_READ, view.job().id());
    }
    return response;
  }

  /** The fields of the same response without the bytes. */
  @HEAD
  @Path("/file")
  @Produces("*/*")
  public Response fileHead(@PathParam("id") String id) {
    JobView view = find(id);
    return files.fileHead(view.job(), requireFile(view), request).build();
  }

  private StagedFile requireFile(JobView view) {
    return kept(view)
        .file()
        .orElseThrow(() -> new Problem(ProblemType.UNKNOWN_PATH, "no file came with the job"));
  }

  private KeptRequest kept(JobView view) {
    return kept.find(view.job().id()).orElseThrow(Problem::unknownJob);
  }

  private JobView find(String id) {
    JobView view =
        JobId.parse(id)
            .flatMap(job -> polls.findLatest(job, caller.scope()))
            .orElseThrow(Problem::unknownJob);
    if (!view.job().caller().equals(caller.name()) && !settings.get(InputSettings.OPERATORS)) {
      throw new Problem(ProblemType.FORBIDDEN, "only its caller may read the input of a job");
    }
    if (view.expired()) {
      throw new Problem(
          ProblemType.JOB_EXPIRED,
          "the job expired at " + view.job().expiresAt().orElseThrow() + ", and its input with it");
    }
    return view;
  }
}
