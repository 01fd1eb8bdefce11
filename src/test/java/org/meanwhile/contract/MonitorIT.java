package org.meanwhile.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.emptyString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;
import static org.meanwhile.contract.support.Problems.problem;

import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.meanwhile.contract.support.Client;
import org.meanwhile.contract.support.SharedServer;

/** {@code /job/{id}/monitor}: 202 until the job has ended, then what became of it. */
@Execution(ExecutionMode.SAME_THREAD)
@ExtendWith(SharedServer.class)
class MonitorIT {
  private static final String MONITOR = "/job/{id}/monitor";
  private static final String PREFERRED = "respond-async; monitor";
  private static final Map<String, Object> LATER =
      Map.of("operation", "simulate", "startAt", Client.TOMORROW);

  private final Client client;

  MonitorIT(Client client) {
    this.client = client;
  }

  private Response monitor(String id) {
    return client.ask().get(MONITOR, id);
  }

  private String uri(String id) {
    return client.base() + "/job/" + id + "/monitor";
  }

  @Test
  void a_job_that_is_not_over_is_202_at_its_own_location() {
    String waiting = client.accepted(LATER);
    String running = client.simulated(Map.of("duration", "PT5M", "steps", 300));
    client.awaitRunning(running);

    for (String id : new String[] {waiting, running}) {
      Response answer = monitor(id);
      answer
          .then()
          .statusCode(202)
          .header("Location", uri(id))
          .header("Retry-After", matchesPattern("[1-9]|[12]\\d|30"))
          .header("Cache-Control", "no-cache, private")
          .body("id", equalTo(id));
      client
          .ask()
          .head(MONITOR, id)
          .then()
          .statusCode(202)
          .header("Location", uri(id))
          .header("Retry-After", matchesPattern("[1-9]|[12]\\d|30"))
          .body(emptyString());
    }
    client
        .ask()
        .header("If-None-Match", monitor(waiting).header("ETag"))
        .get(MONITOR, waiting)
        .then()
        .statusCode(304);
    client
        .ask()
        .header("If-Match", "\"1\"")
        .get(MONITOR, waiting)
        .then()
        .spec(problem(412, "precondition-failed"));
    client.cancel(running);
  }

  @Test
  void a_job_that_has_succeeded_leads_to_its_output() {
    String id = client.ended(Map.of("outputBytes", 10));
    String output = client.base() + "/job/" + id + "/output";

    monitor(id)
        .then()
        .statusCode(303)
        .header("Location", output)
        .header("Retry-After", nullValue());
    client.ask().head(MONITOR, id).then().statusCode(303).header("Location", output);

    client.ask().delete("/job/{id}/output", id).then().statusCode(200);
    monitor(id).then().spec(problem(410, "output-deleted"));
  }

  @Test
  void a_job_that_has_failed_is_the_problem_of_its_failure() {
    String id = client.ended(Map.of("failAtStep", 1));
    String code = client.status(id).getString("error.code");

    monitor(id)
        .then()
        .spec(problem(500, code))
        .body("detail", equalTo(client.status(id).getString("error.message")))
        .body("instance", equalTo("/job/" + id + "/monitor"));
    client.ask().head(MONITOR, id).then().statusCode(500);
  }

  @Test
  void a_job_whose_time_is_over_has_the_status_of_its_failure() {
    String id =
        client.accepted(
            Map.of(
                "operation",
                "simulate",
                "timeout",
                "PT1S",
                "input",
                Map.of("duration", "PT5M", "steps", 3000)));
    client.awaitEnd(id);

    monitor(id).then().spec(problem(504, "timed-out"));
  }

  @Test
  void a_job_that_is_gone_is_410_and_one_that_never_was_404() {
    String canceled = client.accepted(LATER);
    client.cancel(canceled);
    String removed = client.ended(Map.of());
    client.cancel(removed);

    monitor(canceled).then().spec(problem(410, "job-canceled"));
    monitor(removed).then().spec(problem(410, "job-removed"));
    monitor(UUID.randomUUID().toString()).then().spec(problem(404, "unknown-job"));
  }

  @Test
  void a_monitor_is_held_until_the_job_ends() {
    String id = client.simulated(Map.of("duration", "PT1S", "outputBytes", 5));

    client
        .ask()
        .header("Prefer", "wait=60")
        .get(MONITOR, id)
        .then()
        .statusCode(303)
        .header("Preference-Applied", "wait=60")
        .header("Vary", "Prefer");
  }

  @Test
  void who_prefers_a_monitor_gets_it_from_each_way_to_create_a_job() {
    created(asking().post("/job"));
    created(asking().put("/job/{id}", UUID.randomUUID()));
    created(asking().post("/job/{id}", UUID.randomUUID()));

    String key = UUID.randomUUID().toString();
    Response first = asking().header("Idempotency-Key", key).post("/job");
    Response second = asking().header("Idempotency-Key", key).post("/job");
    created(first);
    created(second);
    assertThat(second.header("Location")).isEqualTo(first.header("Location"));
  }

  private RequestSpecification asking() {
    return client.ask().contentType(ContentType.JSON).header("Prefer", PREFERRED).body(LATER);
  }

  private void created(Response answer) {
    String id = answer.then().statusCode(202).extract().path("id");
    answer
        .then()
        .header("Location", uri(id))
        .header("Operation-Location", client.base() + "/job/" + id + "/status")
        .header("Preference-Applied", "respond-async")
        .header("Vary", "Prefer");
    monitor(id).then().statusCode(202);
  }

  @Test
  void who_waits_as_well_gets_the_outcome_as_any_other_client_that_waits() {
    Response failed = waiting(Map.of("failAtStep", 1));
    String id = failed.then().statusCode(200).extract().path("id");
    failed
        .then()
        .header("Location", nullValue())
        .header("Content-Location", client.base() + "/job/" + id + "/status")
        .header("Preference-Applied", "wait=60")
        .body("status", equalTo("Failed"));
    monitor(id).then().statusCode(500);

    waiting(Map.of())
        .then()
        .statusCode(303)
        .header("Location", startsWith(client.base() + "/job/"))
        .header("Preference-Applied", "wait=60");
  }

  private Response waiting(Map<String, ?> input) {
    return client
        .ask()
        .contentType(ContentType.JSON)
        .header("Prefer", PREFERRED + ", wait=60")
        .body(Map.of("operation", "simulate", "input", input))
        .post("/job");
  }
}
