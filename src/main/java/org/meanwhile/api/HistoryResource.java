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
import java.util.Locale;
import org.meanwhile.api.answer.JobResponses;
import org.meanwhile.api.json.Json;
import org.meanwhile.api.problem.Problem;
import org.meanwhile.job.JobId;
import org.meanwhile.job.read.PollReader;
import org.meanwhile.job.run.Attempts;
import org.meanwhile.security.Caller;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code /job/{id}/history}: where a job runs or ran, and what became of earlier attempts. */
@Path("/job/{id}/history")
@ApplicationScoped
@Produces(MediaType.APPLICATION_JSON)
public class HistoryResource {
  @Inject private PollReader polls;
  @Inject private Attempts attempts;
  @Inject private Caller caller;
  @Inject private Json json;

  /** As it is now. */
  @GET
  public Response history(@PathParam("id") String id) {
    JobId job = JobId.parse(id).orElseThrow(Problem::unknownJob);
    if (polls.findLatest(job, caller.scope()).isEmpty()) {
      throw Problem.unknownJob();
    }
    Attempts.History history = attempts.of(job);
    ObjectNode shown = json.object();
    history.node().ifPresent(node -> shown.put("node", node));
    history.checkpointBytes().ifPresent(bytes -> shown.putObject("checkpoint").put("size", bytes));
    ArrayNode items = shown.putArray("attempts");
    history.attempts().forEach(attempt -> items.add(attempt(attempt)));
    return Response.ok(json.write(shown))
        .header(HttpHeaders.CACHE_CONTROL, JobResponses.POLLED)
        .build();
  }

  private ObjectNode attempt(Attempts.Attempt attempt) {
    ObjectNode shown =
        json.object()
            .put("attempt", attempt.number())
            .put("outcome", attempt.outcome().name().toLowerCase(Locale.ROOT).replace('_', '-'));
    if (!attempt.node().isEmpty()) {
      shown.put("node", attempt.node());
    }
    attempt.startedAt().ifPresent(time -> shown.put("startedAt", time.toString()));
    shown.put("endedAt", attempt.endedAt().toString());
    attempt
        .errorCode()
        .ifPresent(
            code ->
                shown
                    .putObject("error")
                    .put("code", code)
                    .put("message", attempt.errorMessage().orElse("")));
    return shown;
  }
}
