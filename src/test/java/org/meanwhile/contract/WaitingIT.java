package org.meanwhile.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.meanwhile.contract.support.Problems.problem;

import io.restassured.http.ContentType;
import io.restassured.response.Response;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.meanwhile.contract.support.Client;
import org.meanwhile.contract.support.Crowd;
import org.meanwhile.contract.support.Metric;
import org.meanwhile.contract.support.Server;
import org.meanwhile.contract.support.SharedServer;

/** {@code Prefer: wait} holds the answer until the job changes. */
@Execution(ExecutionMode.SAME_THREAD)
@ExtendWith(SharedServer.class)
class WaitingIT {
  /** Longer than any test takes, unless it waits until this time is over. */
  private static final String LONG = "wait=50";

  private final Client client;
  private final Server server;

  WaitingIT(Client client, Server server) {
    this.client = client;
    this.server = server;
  }

  @Test
  void who_creates_a_job_that_succeeds_soon_is_sent_to_its_output() {
    create(LONG, Map.of("duration", "PT0.5S", "outputBytes", 10))
        .then()
        .statusCode(303)
        .header("Location", endsWith("/output"))
        .header("Preference-Applied", LONG)
        .header("Vary", "Prefer")
        .body("status", equalTo("Succeeded"));
  }

  @Test
  void who_creates_a_job_that_fails_soon_is_told_so() {
    create(LONG, Map.of("failAtStep", 1))
        .then()
        .statusCode(200)
        .header("Preference-Applied", LONG)
        .header("Location", nullValue())
        .header("Content-Location", endsWith("/status"))
        .header("Retry-After", nullValue())
        .body("status", equalTo("Failed"))
        .body("error", notNullValue());
  }

  @Test
  void who_creates_a_job_that_takes_longer_gets_the_usual_answer_after_the_wait() {
    Response answer = create("respond-async, wait=\"1\"", Map.of("duration", "PT5M"));

    answer
        .then()
        .statusCode(202)
        .header("Location", endsWith(answer.path("id")))
        .header("Retry-After", notNullValue())
        .header("Preference-Applied", "wait=1")
        .header("Vary", "Prefer");
    client.cancel(answer.path("id"));
  }

  /** The job is removed, but its run has not ended: a run may ignore the interrupt for a while. */
  @Test
  void who_creates_a_job_that_is_cancelled_while_it_runs_is_told_when_it_has_ended() {
    String id = UUID.randomUUID().toString();
    Map<String, ?> stubborn = Map.of("duration", "PT20S", "steps", 1, "ignoreInterrupt", true);
    put(id, "wait=0", stubborn).then().statusCode(202);
    client.await(id, job -> job.get("progress.done") != null);
    CompletableFuture<Response> creation = inBackground(() -> put(id, LONG, stubborn));
    client.cancel(id).then().statusCode(200).body("status", equalTo("Running"));

    put(id, "wait=1", stubborn).then().statusCode(202).body("status", equalTo("Running"));

    creation
        .join()
        .then()
        .statusCode(200)
        .header("Content-Location", client.base() + "/job/" + id + "/status")
        .header("Preference-Applied", LONG)
        .body("status", equalTo("Canceled"));
  }

  @Test
  void an_upload_may_wait_as_well() {
    client
        .upload()
        .header("Prefer", LONG)
        .multiPart("job", "{\"operation\":\"sort\"}", "application/json")
        .multiPart("file", "lines.txt", new byte[] {'b', '\n', 'a', '\n'}, "text/plain")
        .post("/job")
        .then()
        .statusCode(303)
        .header("Location", endsWith("/output"));
  }

  @Test
  void a_poll_is_held_until_the_job_ends() {
    String id = client.simulated(Map.of("duration", "PT1.5S", "outputBytes", 5));

    poll(id, LONG)
        .then()
        .statusCode(303)
        .header("Preference-Applied", LONG)
        .header("Vary", "Prefer")
        .body("status", equalTo("Succeeded"));
    status(id, LONG)
        .then()
        .statusCode(200)
        .header("Preference-Applied", LONG)
        .body("status", equalTo("Succeeded"));
  }

  @Test
  void a_wait_that_ends_without_news_is_an_ordinary_poll() {
    String id = waiting();

    status(id, "wait=1")
        .then()
        .statusCode(200)
        .header("Preference-Applied", "wait=1")
        .header("Retry-After", notNullValue())
        .body("status", equalTo("NotStarted"));
    client
        .ask()
        .header("Prefer", "wait=1")
        .header("If-None-Match", "W/\"1\"")
        .get("/job/{id}", id)
        .then()
        .statusCode(304)
        .header("Preference-Applied", "wait=1")
        .header("Vary", "Prefer");
  }

  @Test
  void with_the_last_tag_a_poll_is_held_until_there_is_another_document() {
    String id = client.simulated(Map.of("duration", "PT60S", "steps", 60));
    Response first = client.ask().get("/job/{id}", id);

    Response second = changed(id, first.header("ETag"));
    Response third = changed(id, second.header("ETag"));

    assertThat(third.<String>path("status")).isEqualTo("Running");
    assertThat(third.header("ETag")).isNotEqualTo(second.header("ETag"));
    client.cancel(id);
  }

  private Response changed(String id, String tag) {
    Response answer =
        client
            .ask()
            .header("Prefer", LONG)
            .header("If-None-Match", tag)
            .get("/job/{id}/status", id);
    answer.then().statusCode(200).header("Preference-Applied", LONG);
    return answer;
  }

  @Test
  void headers_alone_can_be_waited_for() {
    String id = client.simulated(Map.of("duration", "PT1S"));

    client
        .ask()
        .header("Prefer", LONG)
        .head("/job/{id}", id)
        .then()
        .statusCode(303)
        .header("Preference-Applied", LONG);
  }

  @Test
  void what_has_ended_or_never_existed_is_answered_at_once() {
    String failed = client.ended(Map.of("failAtStep", 1));

    poll(failed, LONG).then().statusCode(200).header("Preference-Applied", LONG);
    poll(UUID.randomUUID().toString(), LONG)
        .then()
        .spec(problem(404, "unknown-job"))
        .header("Vary", "Prefer");
    client.cancel(failed);
    poll(failed, LONG).then().spec(problem(410, "job-removed")).header("Vary", "Prefer");
    status(failed, LONG).then().statusCode(200);
  }

  @Test
  void a_job_that_is_cancelled_meanwhile_is_told_at_once() {
    String id = waiting();
    List<CompletableFuture<Response>> polls =
        List.of(
            inBackground(() -> poll(id, LONG)),
            inBackground(() -> status(id, LONG)),
            inBackground(() -> poll(id, LONG)));
    Awaitility.await("all of them wait")
        .until(() -> Metric.of("meanwhile_waits").read(client) >= 3);

    client.cancel(id).then().statusCode(200);

    polls
        .get(0)
        .join()
        .then()
        .spec(problem(410, "job-canceled"))
        .header("Preference-Applied", LONG);
    polls.get(1).join().then().statusCode(200).body("status", equalTo("Canceled"));
    polls.get(2).join().then().spec(problem(410, "job-canceled"));
  }

  @Test
  void a_preference_that_cannot_be_read_is_ignored() {
    String id = waiting();

    for (String bad : List.of("wait", "wait=soon", "wait=-5", "wait=0", "return=minimal")) {
      status(id, bad)
          .then()
          .statusCode(200)
          .header("Preference-Applied", nullValue())
          .header("Vary", "Prefer");
    }
    poll(id, "wait=0").then().statusCode(200).header("Preference-Applied", nullValue());
  }

  @Test
  void a_longer_wait_is_cut_to_a_minute() {
    String ended = client.ended(Map.of());

    status(ended, "wait=3600").then().header("Preference-Applied", "wait=60");
  }

  @Test
  void a_condition_that_cannot_hold_is_not_waited_for() {
    client
        .ask()
        .header("Prefer", LONG)
        .header("If-Match", "\"other\"")
        .get("/job/{id}/status", waiting())
        .then()
        .spec(problem(412));
  }

  @Test
  void the_document_says_where_the_events_are() {
    client
        .poll(waiting())
        .then()
        .body("links.keySet()", hasItem("events"))
        .body("links.events", endsWith("/events"));
  }

  /** All of them wait at the same time: more clients than the server has threads. */
  @Test
  void a_thousand_wait_and_each_gets_its_answer() {
    List<String> jobs = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      jobs.add(waiting());
    }
    try (Crowd crowd = new Crowd(server.port())) {
      for (int i = 0; i < 1_000; i++) {
        crowd.get("/job/" + jobs.get(i % jobs.size()) + "/status", "Prefer: " + LONG);
      }
      Awaitility.await("all of them wait")
          .until(() -> Metric.of("meanwhile_waits").read(client) >= 1_000);
      client.poll(jobs.get(0)).then().statusCode(200);
      assertThat(crowd.count(Crowd.Visit::isOver)).isZero();

      jobs.forEach(client::cancel);
      crowd.awaitAll(Duration.ofMinutes(2));

      assertThat(crowd.visits())
          .allSatisfy(
              visit -> assertThat(visit.text()).contains("\"Canceled\"", "Preference-Applied"));
    }
  }

  private Response create(String preference, Map<String, ?> input) {
    return client
        .ask()
        .header("Prefer", preference)
        .contentType(ContentType.JSON)
        .body(Map.of("operation", "simulate", "input", input))
        .post("/job");
  }

  private Response put(String id, String preference, Map<String, ?> input) {
    return client
        .ask()
        .header("Prefer", preference)
        .contentType(ContentType.JSON)
        .body(Map.of("operation", "simulate", "input", input))
        .put("/job/{id}", id);
  }

  private Response poll(String id, String preference) {
    return client.ask().header("Prefer", preference).get("/job/{id}", id);
  }

  private Response status(String id, String preference) {
    return client.ask().header("Prefer", preference).get("/job/{id}/status", id);
  }

  private String waiting() {
    return client.accepted(Map.of("operation", "simulate", "startAt", Client.TOMORROW));
  }

  private static <T> CompletableFuture<T> inBackground(Supplier<T> what) {
    return CompletableFuture.supplyAsync(what, task -> new Thread(task).start());
  }
}
