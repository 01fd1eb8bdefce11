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

/** {@code /job/{id}/callback}: the log of a job's deliveries, and delivering again. */
@Path("/job/{id}/callback")
@ApplicationScoped
@Produces(MediaType.APPLICATION_JSON)
public class CallbackResource {
  @Inject private PollReader polls;
  @Inject private Deliveries deliveries;
  @Inject private Json json;
  @Inject private Caller caller;

  @GET
  public Response log(@PathParam("id") String id) {
    JobId job = findWithCallback(id);
    return respond(Response.ok(), job);
  }

  /**
   * Delivers again, with the same event id and all attempts. Does nothing for a job that has not
   * ended, since nothing has been delivered yet.
   */
  @POST
  public Response redeliver(@PathParam("id") String id) {
    JobId job = findWithCallback(id);
    if (!deliveries.redeliver(job)) {
      throw new Problem(
          ProblemType.JOB_EXPIRED,
          "the job has expired, and with it the secret that signs its callback");
    }
    return respond(Response.accepted(), job);
  }

  private JobId findWithCallback(String id) {
    JobView view =
        JobId.parse(id)
            .flatMap(job -> polls.findLatest(job, caller.scope()))
            .orElseThrow(Problem::unknownJob);
    if (!view.job().callback()) {
      throw noCallback();
    }
    return view.job().id();
  }

  private static Problem noCallback() {
    return new Problem(ProblemType.UNKNOWN_PATH, "the job has no callback");
  }

  private Response respond(Response.ResponseBuilder response, JobId job) {
    CallbackLog log = deliveries.log(job).orElseThrow(Problem::unknownJob);
    return response
        .header(HttpHeaders.CACHE_CONTROL, JobResponses.POLLED)
        .type(MediaType.APPLICATION_JSON)
        .entity(json.write(document(log)))
        .build();
  }

  private ObjectNode document(CallbackLog log) {
    ObjectNode document = json.object().put("url", log.url());
    ArrayNode entries = document.putArray("deliveries");
    for (CallbackLog.Delivery delivery : log.deliveries()) {
      ObjectNode entry =
          entries
              .addObject()
              .put("id", delivery.id().toString())
              .put("type", CloudEventType.of(delivery.outcome()))
              .put("state", delivery.sending() ? "Sending" : word(delivery.state()));
      delivery.nextAttemptAt().ifPresent(time -> entry.put("nextTryAt", time(time)));
      ArrayNode tries = entry.putArray("tries");
      delivery.attempts().forEach(attempt -> describe(attempt, tries.addObject()));
    }
    return document;
  }

  private static void describe(CallbackLog.Attempt attempt, ObjectNode entry) {
    entry.put("at", time(attempt.at()));
    attempt.latency().ifPresent(latency -> entry.put("latency", latency.toString()));
    attempt.status().ifPresent(status -> entry.put("status", status));
    attempt.error().ifPresent(error -> entry.put("error", error));
  }

  private static String word(DeliveryState state) {
    return switch (state) {
      case PENDING -> "Pending";
      case DELIVERED -> "Delivered";
      case GONE -> "Gone";
      case GIVEN_UP -> "GivenUp";
    };
  }

  private static String time(Instant time) {
    return time.truncatedTo(ChronoUnit.MICROS).toString();
  }
}
