package org.meanwhile.api.wait;

import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriBuilder;
import java.net.URI;
import java.util.Optional;
import org.meanwhile.api.answer.JobResponses;
import org.meanwhile.api.http.Conditions;
import org.meanwhile.api.problem.Problem;
import org.meanwhile.api.problem.ProblemType;
import org.meanwhile.api.request.ListParameters;
import org.meanwhile.job.Job;
import org.meanwhile.job.read.JobPage;
import org.meanwhile.job.read.JobQuery;
import org.meanwhile.representation.Links;
import org.meanwhile.representation.StatusDocuments;

/**
 * A list that one request asks for, and the answers to it: what is left of a request that may be
 * over when it is answered.
 *
 * @param caller who asks, by its name
 * @param query with whose jobs the caller may see
 * @param conditions what the client has already
 * @param uri the request's
 * @param fresh of a job that nobody has made, when the client asks for one (POST Once Exactly)
 */
public record ListRequest(
    String caller,
    JobQuery query,
    Conditions conditions,
    URI uri,
    Optional<String> fresh,
    StatusDocuments documents,
    Links links) {

  /** The page, or 304 when the client has it. */
  Response answer(JobPage page) {
    if (conditions.ifMatch()) {
      // No weak tag is equal to any, as with a single job's.
      throw new Problem(ProblemType.PRECONDITION_FAILED, "the list is another one");
    }
    return conditions.has(page.version()) ? notModified(page.version()) : ok(page);
  }

  /** 304. */
  Response notModified(String version) {
    return headers(Response.notModified(), version).build();
  }

  private Response ok(JobPage page) {
    Optional<URI> next = page.more() ? Optional.of(next(page)) : Optional.empty();
    Response.ResponseBuilder answer = headers(Response.ok(), page.version());
    next.ifPresent(place -> answer.header(HttpHeaders.LINK, "<" + place + ">; rel=\"next\""));
    return answer
        .type(MediaType.APPLICATION_JSON)
        .entity(documents.page(page.items(), next, links))
        .build();
  }

  private Response.ResponseBuilder headers(Response.ResponseBuilder answer, String version) {
    // Weak: estimates and places in the queue change without a new version.
    answer
        .tag(new EntityTag(version, true))
        .header(HttpHeaders.CACHE_CONTROL, JobResponses.POLLED)
        .header(HttpHeaders.VARY, "POE");
    fresh.ifPresent(job -> answer.header("POE-Links", '"' + job + '"'));
    return answer;
  }

  private URI next(JobPage page) {
    Job last = page.items().get(page.items().size() - 1).job();
    return UriBuilder.fromUri(uri).replaceQueryParam("cursor", ListParameters.cursor(last)).build();
  }
}
