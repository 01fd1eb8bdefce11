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
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import org.meanwhile.api.answer.OutputResponses;
import org.meanwhile.api.problem.Problem;
import org.meanwhile.api.problem.ProblemType;
import org.meanwhile.job.JobView;
import org.meanwhile.job.read.PollReader;
import org.meanwhile.job.share.Share;
import org.meanwhile.job.share.Shares;
import org.meanwhile.platform.Scope;
import org.meanwhile.security.Audit;
import org.meanwhile.security.UriSecret;

/**
 * {@code /shared/{secret}}: an output for those who know the secret. A share that has ended, for
 * whatever reason, is answered like one that never existed, so that its URI tells nothing about the
 * job.
 */
@Path("/shared/{secret}")
@ApplicationScoped
public class SharedResource {
  /** The URI is a credential, so no cache may keep the response. */
  private static final String NO_STORE = "private, no-store, no-transform";

  @Inject private PollReader polls;
  @Inject private Shares shares;
  @Inject private OutputResponses outputs;
  @Inject private Audit audit;
  @Context private HttpHeaders headers;
  @Context private Request request;
  @Context private HttpServletRequest servlet;

  /** All bytes, or one range of them. */
  @GET
  @Produces("*/*")
  public Response get(@PathParam("secret") String secret) {
    Share share = find(secret);
    Response response =
        noStore(outputs.get(findLive(share), headers, request, servlet.getProtocol()));
    if (response.hasEntity()) {
      audit.done(Audit.Event.DOWNLOADED, share.job(), share.id());
    }
    return response;
  }

  /** The fields of the same response without the bytes. */
  @HEAD
  @Produces("*/*")
  public Response head(@PathParam("secret") String secret) {
    return noStore(outputs.head(findLive(find(secret)), request));
  }

  private Share find(String secret) {
    return UriSecret.parse(secret)
        .flatMap(given -> shares.find(given.sha256()))
        .orElseThrow(SharedResource::unknown);
  }

  /** The secret is the permission: it opens this output, whoever owns the job. */
  private JobView findLive(Share share) {
    return polls
        .findLatest(share.job(), Scope.everyone())
        .filter(view -> view.liveOutput().isPresent())
        .orElseThrow(SharedResource::unknown);
  }

  private static Response noStore(Response.ResponseBuilder response) {
    return response
        .header(HttpHeaders.CACHE_CONTROL, null)
        .header(HttpHeaders.CACHE_CONTROL, NO_STORE)
        .build();
  }

  static Problem unknown() {
    return new Problem(ProblemType.UNKNOWN_SHARE, "there is no such share, or it has ended");
  }
}
