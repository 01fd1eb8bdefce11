package org.meanwhile.api;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
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
import java.net.URI;
import java.time.Duration;
import org.meanwhile.api.answer.OutputResponses;
import org.meanwhile.api.json.Json;
import org.meanwhile.api.problem.Problem;
import org.meanwhile.api.request.ShareRequestReader;
import org.meanwhile.job.JobId;
import org.meanwhile.job.JobView;
import org.meanwhile.job.read.PollReader;
import org.meanwhile.job.share.Share;
import org.meanwhile.job.share.ShareSettings;
import org.meanwhile.job.share.Shares;
import org.meanwhile.platform.Settings;
import org.meanwhile.representation.Links;
import org.meanwhile.security.Audit;
import org.meanwhile.security.Caller;
import org.meanwhile.security.UriSecret;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code /job/{id}/share}: URIs of the output for others, who need no token. */
@Path("/job/{id}/share")
@ApplicationScoped
@Produces(MediaType.APPLICATION_JSON)
public class ShareResource {
  private static final String NO_STORE = "no-store";

  @Inject private PollReader polls;
  @Inject private Shares shares;
  @Inject private OutputResponses outputs;
  @Inject private ShareRequestReader reader;
  @Inject private Json json;
  @Inject private Settings settings;
  @Inject private Caller caller;
  @Inject private Audit audit;
  @Context private UriInfo uri;
  @Context private HttpHeaders headers;

  /** Creates a share. Only this response ever shows its URI. */
  @POST
  public Response share(@PathParam("id") String id, InputStream body) throws IOException {
    JobView view = find(id);
    outputs.requireLive(view);
    Duration duration = reader.read(body, headers.getMediaType());
    UriSecret secret = UriSecret.random();
    JobId job = view.job().id();
    Share share =
        shares
            .share(job, secret.sha256(), duration, settings.get(ShareSettings.MAX_COUNT))
            .orElseThrow(() -> gone(id));
    audit.done(Audit.Event.SHARED, job, share.id());
    Links links = new Links(uri.getBaseUri());
    ObjectNode document = describe(share).put("uri", links.shared(secret.value()));
    return Response.created(URI.create(links.shared(secret.value())))
        .header(HttpHeaders.CACHE_CONTROL, NO_STORE)
        .entity(json.write(document))
        .build();
  }

  /** The output was deleted since it was found; finding it again throws the problem that fits. */
  private Problem gone(String id) {
    outputs.requireLive(find(id));
    return Problem.unknownJob();
  }

  /** The shares that have not expired, without their URIs. */
  @GET
  public Response list(@PathParam("id") String id) {
    ObjectNode document = json.object();
    ArrayNode items = document.putArray("items");
    shares.of(find(id).job().id()).forEach(share -> items.add(describe(share)));
    return Response.ok(json.write(document)).header(HttpHeaders.CACHE_CONTROL, NO_STORE).build();
  }

  /** Ends a share at once; does nothing for one that has ended already. */
  @DELETE
  @Path("/{share}")
  @Produces(MediaType.WILDCARD)
  public Response revoke(@PathParam("id") String id, @PathParam("share") String share) {
    JobId job = find(id).job().id();
    JobId shareId = JobId.parse(share).orElseThrow(SharedResource::unknown);
    if (shares.revoke(job, shareId.value())) {
      audit.done(Audit.Event.UNSHARED, job, shareId);
    }
    return Response.noContent().build();
  }

  private ObjectNode describe(Share share) {
    ObjectNode document =
        json.object()
            .put("id", share.id().toString())
            .put("createdAt", share.createdAt().toString())
            .put("expiresAt", share.expiresAt().toString());
    document
        .putObject("links")
        .put("self", new Links(uri.getBaseUri()).share(share.job(), share.id()));
    return document;
  }

  private JobView find(String id) {
    JobId job = JobId.parse(id).orElseThrow(Problem::unknownJob);
    return polls.findLatest(job, caller.scope()).orElseThrow(Problem::unknownJob);
  }
}
