package org.meanwhile.api.wait;

import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriBuilder;
import java.net.URI;
import java.util.Optional;
import java.util.OptionalInt;
import org.meanwhile.api.answer.JobResponses;
import org.meanwhile.api.http.Conditions;
import org.meanwhile.api.problem.Problem;
import org.meanwhile.api.problem.ProblemType;
import org.meanwhile.api.request.ListParameters;
import org.meanwhile.job.read.JobPage;
import org.meanwhile.job.read.JobQuery;
import org.meanwhile.representation.Links;
import org.meanwhile.representation.StatusDocuments;

/**
 * A request for a page of a list, and the responses to it. It holds everything that the response
 * needs, because a held one is made after the request has ended.
 *
 * @param caller the name of the caller
 * @param query which jobs, among those that the caller may see
 * @param conditions which versions of the page the client has
 * @param uri the URI of the request
 * @param freshJob a fresh URI for a job, when the client wants one (POST Once Exactly,
 *     draft-nottingham-http-poe)
 */
public record ListRequest(
    String caller,
    JobQuery query,
    Conditions conditions,
    URI uri,
    Optional<String> freshJob,
    StatusDocuments documents,
    Links links) {

  /**
   * The page, or 304 when the client has it.
   *
   * @throws Problem 412 for {@code If-Match} with tags: it compares strongly, and tags of lists are
   *     weak
   */
  Response respond(JobPage page) {
    if (conditions.ifMatch()) {
      throw new Problem(ProblemType.PRECONDITION_FAILED, "the list is at another version");
    }
    return conditions.match(page.version()) ? notModified(page.version()) : ok(page);
  }

  /** 304 for the version that the client has. */
  Response notModified(String version) {
    return headers(Response.notModified(), version).build();
  }

  private Response ok(JobPage page) {
    Optional<URI> next = page.next().map(this::pageBehind);
    Response.ResponseBuilder response = headers(Response.ok(), page.version());
    next.ifPresent(target -> response.header(HttpHeaders.LINK, "<" + target + ">; rel=\"next\""));
    return response
        .type(MediaType.APPLICATION_JSON)
        .entity(documents.page(page.items(), next, searched(page), page.counts(), links))
        .build();
  }

  /** The tag is weak: estimates and queue positions change without a new version. */
  private Response.ResponseBuilder headers(Response.ResponseBuilder response, String version) {
    response
        .tag(new EntityTag(version, true))
        .header(HttpHeaders.CACHE_CONTROL, JobResponses.POLLED)
        .header(HttpHeaders.VARY, "POE");
    freshJob.ifPresent(job -> response.header("POE-Links", '"' + job + '"'));
    return response;
  }

  private URI pageBehind(JobQuery.Position place) {
    return UriBuilder.fromUri(uri)
        .replaceQueryParam("cursor", ListParameters.cursor(place, query.order()))
        .build();
  }

  private static OptionalInt searched(JobPage page) {
    return page.searched() ? OptionalInt.of(JobQuery.MAX_SEARCHED) : OptionalInt.empty();
  }
}
