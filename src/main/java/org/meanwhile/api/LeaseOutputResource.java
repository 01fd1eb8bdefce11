package org.meanwhile.api;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HEAD;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.OPTIONS;
import jakarta.ws.rs.PATCH;
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
import java.util.Optional;
import org.meanwhile.api.answer.LeaseResponses;
import org.meanwhile.api.answer.RequestLinks;
import org.meanwhile.api.problem.Problem;
import org.meanwhile.api.problem.ProblemType;
import org.meanwhile.api.request.MergePatchBody;
import org.meanwhile.api.request.OutputFields;
import org.meanwhile.job.content.ContentTooLarge;
import org.meanwhile.job.lease.LeaseState;
import org.meanwhile.job.lease.StagedOutput;
import org.meanwhile.operation.catalogue.Catalogue;
import org.meanwhile.operation.catalogue.OfferedOperation;
import org.meanwhile.worker.WorkerUploads;

/**
 * {@code /lease/{secret}/output}: the output of a job that a worker has leased, at once or in
 * parts.
 */
@Path("/lease/{secret}/output")
@ApplicationScoped
public class LeaseOutputResource {
  private static final String PART = "application/partial-upload";
  private static final String FILE_NAME = "output";

  @Inject private HeldLeases leases;
  @Inject private WorkerUploads uploads;
  @Inject private LeaseResponses responses;
  @Inject private RequestLinks links;
  @Inject private Catalogue catalogue;
  @Context private UriInfo uri;
  @Context private HttpHeaders headers;

  /** The whole output, in place of the one before. */
  @PUT
  @Consumes("*/*")
  @Produces("*/*")
  public Response put(@PathParam("secret") String secret, InputStream body) throws IOException {
    String mediaType = OutputFields.mediaType(headers);
    Optional<String> sha256 = OutputFields.sha256(headers);
    return put(secret, mediaType, sha256, body);
  }

  private Response put(String secret, String mediaType, Optional<String> sha256, InputStream body)
      throws IOException {
    LeaseState state = leases.held(secret, uri);
    String name = OutputFields.fileName(headers).orElse(FILE_NAME);
    try {
      return answer(secret, uploads.put(state, mediaType, name, sha256, body));
    } catch (ContentTooLarge e) {
      throw tooLarge(e);
    }
  }

  /** A part, behind those that were sent before. */
  @PATCH
  @Consumes("*/*")
  @Produces("*/*")
  public Response append(@PathParam("secret") String secret, InputStream body) throws IOException {
    MediaType type = headers.getMediaType();
    if (type == null || !PART.equalsIgnoreCase(type.getType() + '/' + type.getSubtype())) {
      throw new Problem(ProblemType.UNSUPPORTED_MEDIA_TYPE, "a part is " + PART)
          .with(MergePatchBody.ACCEPT_PATCH, PART);
    }
    long offset = OutputFields.offset(headers);
    Optional<String> sha256 = OutputFields.sha256(headers);
    LeaseState state = leases.held(secret, uri);
    if (state.output().isEmpty()) {
      if (offset != 0) {
        throw responses.wrongOffset(0);
      }
      return put(secret, mediaType(state), sha256, body);
    }
    try {
      return answer(secret, uploads.append(state, offset, sha256, body));
    } catch (ContentTooLarge e) {
      throw tooLarge(e);
    }
  }

  /** What the operation says that it yields, when that is one type. */
  private String mediaType(LeaseState state) {
    return catalogue
        .find(state.operation())
        .map(OfferedOperation::yields)
        .map(types -> types.get(0))
        .filter(type -> !type.contains("*"))
        .orElse(MediaType.APPLICATION_OCTET_STREAM);
  }

  /** A part is no merge patch, as patches are elsewhere. */
  @OPTIONS
  public Response options() {
    return Response.ok()
        .allow(HttpMethod.HEAD, HttpMethod.OPTIONS, HttpMethod.PATCH, HttpMethod.PUT)
        .header(MergePatchBody.ACCEPT_PATCH, PART)
        .build();
  }

  /** How many bytes were sent. */
  @HEAD
  @Produces("*/*")
  public Response head(@PathParam("secret") String secret) {
    LeaseState state = leases.open(secret);
    return at(
        Response.ok()
            .type(
                state
                    .output()
                    .map(StagedOutput::mediaType)
                    .orElse(MediaType.APPLICATION_OCTET_STREAM)),
        state);
  }

  private Response at(Response.ResponseBuilder response, LeaseState state) {
    return response
        .header(OutputFields.OFFSET, uploads.offset(state))
        .header(HttpHeaders.CACHE_CONTROL, LeaseResponses.NO_STORE)
        .build();
  }

  private Response answer(String secret, WorkerUploads.Result result) {
    return switch (result) {
      case STORED -> at(Response.status(Response.Status.CREATED), leases.open(secret));
      case WRONG_DIGEST ->
          throw new Problem(
              ProblemType.INVALID_REQUEST,
              "what has arrived is not what Repr-Digest says: send the output again");
      case WRONG_OFFSET -> throw responses.wrongOffset(uploads.offset(leases.held(secret, uri)));
      case TAKEN_OVER -> {
        LeaseState state = leases.held(secret, uri);
        throw responses.conflict(
            "another upload of this output has begun since", leases.job(state), links.of(uri));
      }
      case LEASE_OVER -> {
        leases.held(secret, uri);
        throw responses.lost();
      }
    };
  }

  private static Problem tooLarge(ContentTooLarge e) {
    return new Problem(
        ProblemType.CONTENT_TOO_LARGE, "an output may have " + e.limitBytes() + " bytes");
  }
}
