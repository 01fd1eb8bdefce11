package org.meanwhile.api;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.concurrent.CompletionStage;
import org.meanwhile.api.answer.JobResponses;
import org.meanwhile.api.json.Json;
import org.meanwhile.api.request.ListParameters;
import org.meanwhile.api.request.ListParameters.FailuresRequest;
import org.meanwhile.api.wait.ListReads;
import org.meanwhile.job.read.Failures;
import org.meanwhile.job.read.JobQuery;
import org.meanwhile.representation.Links;
import org.meanwhile.security.Caller;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code /job/failures}: the failures among the jobs of a list, by cause. No id is this word. */
@Path("/job/failures")
@ApplicationScoped
@Produces(MediaType.APPLICATION_JSON)
public class FailuresResource {
  @Inject private ListReads lists;
  @Inject private Json json;
  @Inject private Caller caller;

  /** The causes, the most frequent first. */
  @GET
  public CompletionStage<Object> failures(@Context UriInfo uri) {
    FailuresRequest request = ListParameters.readFailures(uri.getQueryParameters(), caller.scope());
    Links links = new Links(uri.getBaseUri());
    return Answer.of(
        lists.failures(
            caller.name(),
            request.filter(),
            failures -> respond(failures, request.limit(), links)));
  }

  private Response respond(Failures failures, int limit, Links links) {
    ObjectNode document = json.object();
    if (!failures.causes().isEmpty()) {
      document.put("from", failures.from().toString()).put("to", failures.to().toString());
    }
    ArrayNode items = document.putArray("items");
    failures.causes().stream().limit(limit).map(cause -> item(cause, links)).forEach(items::add);
    if (failures.searched()) {
      document.put("searched", JobQuery.MAX_SEARCHED);
    }
    return Response.ok(json.write(document))
        .header(HttpHeaders.CACHE_CONTROL, JobResponses.POLLED)
        .build();
  }

  private ObjectNode item(Failures.Cause cause, Links links) {
    ObjectNode item = json.object();
    cause.trend().forEach(item.putArray("trend")::add);
    return item.put("operation", cause.operation())
        .put("code", cause.code())
        .put("line", cause.line())
        .put("count", cause.count())
        .put("firstAt", cause.firstAt().toString())
        .put("lastAt", cause.lastAt().toString())
        .put("example", links.job(cause.example()));
  }
}
