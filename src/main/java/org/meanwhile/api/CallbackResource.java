package org.meanwhile.api;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.meanwhile.api.answer.JobResponses;
import org.meanwhile.api.json.Json;
import org.meanwhile.api.problem.Problem;
import org.meanwhile.api.problem.ProblemType;
import org.meanwhile.job.JobId;
import org.meanwhile.job.JobView;
import org.meanwhile.job.delivery.CallbackLog;
import org.meanwhile.job.delivery.Deliveries;
import org.meanwhile.job.delivery.DeliveryState;
import org.meanwhile.job.read.PollReader;
import org.meanwhile.representation.CloudEventType;
import org.meanwhile.security.Caller;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code /job/{id}/callback}: what became of a job's callback, and delivering it again. */
@Path("/job/{id}/callback")
@ApplicationScoped
@Produces(MediaType.APPLICATION_JSON)
public class CallbackResource {
  @Inject private PollReader polls;
  @Inject private Deliveries deliveries;
  @Inject private Json json;
  @Inject private Caller caller;

  /** The log of deliveries. */
  @GET
  public Response log(@PathParam("id") String id) {
    JobId job = withCallback(id);
    return answer(Response.ok(), job);
  }

  /**
   * Delivers once more, with the same id and from the first try on. Of a job that has not ended
   * nothing is delivered yet, and asking changes nothing.
   */
  @POST
  public Response again(@PathParam("id") String id) {
    JobId job = withCallback(id);
    deliveries.redeliver(job);
    return answer(Response.accepted(), job);
  }

  private JobId withCallback(String id) {
    JobView view =
        JobId.parse(id)
            .flatMap(job -> polls.findLatest(job, caller.scope()))
            .orElseThrow(Problem::unknownJob);
    if (!view.job().callback()) {
      throw none();
    }
    return view.job().id();
  }

  private static Problem none() {
    return new Problem(ProblemType.UNKNOWN_PATH, "the job has no callback");
  }

  private Response answer(Response.ResponseBuilder answer, JobId job) {
    CallbackLog log = deliveries.log(job).orElseThrow(Problem::unknownJob);
    return answer
        .header(HttpHeaders.CACHE_CONTROL, JobResponses.POLLED)
        .type(MediaType.APPLICATION_JSON)
        .entity(json.write(document(log)))
        .build();
  }

  private ObjectNode document(CallbackLog log) {
    ObjectNode document = json.object().put("url", log.url());
    ArrayNode list = document.putArray("deliveries");
    for (CallbackLog.Delivery delivery : log.deliveries()) {
      ObjectNode entry =
          list.addObject()
              .put("id", delivery.id().toString())
              .put("type", CloudEventType.of(delivery.outcome()))
              .put("state", delivery.sending() ? "Sending" : word(delivery.state()));
      delivery.nextAttemptAt().ifPresent(when -> entry.put("nextTryAt", time(when)));
      ArrayNode tries = entry.putArray("tries");
      delivery.attempts().forEach(attempt -> describe(attempt, tries.addObject()));
    }
    return document;
  }

  private static void describe(CallbackLog.Attempt attempt, ObjectNode to) {
    to.put("at", time(attempt.at()));
    attempt.latency().ifPresent(latency -> to.put("latency", latency.toString()));
    attempt.status().ifPresent(status -> to.put("status", status));
    attempt.error().ifPresent(error -> to.put("error", error));
  }

  private static String word(DeliveryState state) {
    return switch (state) {
      case PENDING -> "Pending";
      case DELIVERED -> "Delivered";
      case GONE -> "Gone";
      case GIVEN_UP -> "GivenUp";
    };
  }

  private static String time(Instant when) {
    return when.truncatedTo(ChronoUnit.MICROS).toString();
  }
}
