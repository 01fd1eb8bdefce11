package org.meanwhile.api;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Locale;
import org.meanwhile.api.answer.JobResponses;
import org.meanwhile.api.json.Json;
import org.meanwhile.api.problem.Problem;
import org.meanwhile.job.Dependency;
import org.meanwhile.job.JobId;
import org.meanwhile.job.JobView;
import org.meanwhile.job.dependency.Dependents;
import org.meanwhile.job.read.PollReader;
import org.meanwhile.job.run.Attempts;
import org.meanwhile.security.Caller;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code /job/{id}/history}: the node that runs a job, the outcomes of earlier attempts, and the
 * jobs that it waited for. A status document names those only while it waits.
 */
@Path("/job/{id}/history")
@ApplicationScoped
@Produces(MediaType.APPLICATION_JSON)
public class HistoryResource {
  @Inject private PollReader polls;
  @Inject private Attempts attempts;
  @Inject private Dependents dependents;
  @Inject private Caller caller;
  @Inject private Json json;

  @GET
  public Response history(@PathParam("id") String id) {
    JobId job = JobId.parse(id).orElseThrow(Problem::unknownJob);
    JobView view = polls.findLatest(job, caller.scope()).orElseThrow(Problem::unknownJob);
    Attempts.History history = attempts.of(view.job().ranAs());
    ObjectNode document = json.object();
    history.node().ifPresent(node -> document.put("node", node));
    history
        .checkpointBytes()
        .ifPresent(bytes -> document.putObject("checkpoint").put("size", bytes));
    ArrayNode items = document.putArray("attempts");
    history.attempts().forEach(attempt -> items.add(attempt(attempt)));
    after(dependents.parentsOf(job), document);
    return Response.ok(json.write(document))
        .header(HttpHeaders.CACHE_CONTROL, JobResponses.POLLED)
        .build();
  }

  private static void after(List<Dependency> parents, ObjectNode document) {
    if (parents.isEmpty()) {
      return;
    }
    ArrayNode items = document.putArray("after");
    parents.forEach(
        parent ->
            items
                .addObject()
                .put("job", parent.parent().toString())
                .put("on", parent.on().name().toLowerCase(Locale.ROOT)));
  }

  private ObjectNode attempt(Attempts.Attempt attempt) {
    ObjectNode entry =
        json.object()
            .put("attempt", attempt.number())
            .put("outcome", attempt.outcome().name().toLowerCase(Locale.ROOT).replace('_', '-'));
    if (!attempt.node().isEmpty()) {
      entry.put("node", attempt.node());
    }
    attempt.startedAt().ifPresent(time -> entry.put("startedAt", time.toString()));
    entry.put("endedAt", attempt.endedAt().toString());
    attempt
        .errorCode()
        .ifPresent(
            code ->
                entry
                    .putObject("error")
                    .put("code", code)
                    .put("message", attempt.errorMessage().orElse("")));
    return entry;
  }
}
