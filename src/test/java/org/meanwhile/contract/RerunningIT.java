package org.meanwhile.contract;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.not;
import static org.meanwhile.contract.support.Problems.problem;

import io.restassured.builder.MultiPartSpecBuilder;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.meanwhile.contract.support.Client;
import org.meanwhile.contract.support.SharedServer;

/** {@code POST /job/{id}/rerun}. */
@Execution(ExecutionMode.SAME_THREAD)
@ExtendWith(SharedServer.class)
class RerunningIT {
  private final Client client;

  RerunningIT(Client client) {
    this.client = client;
  }

  private Response rerun(String id) {
    return client.ask().contentType(ContentType.JSON).post("/job/{id}/rerun", id);
  }

  private Response rerun(String id, Map<String, ?> overrides) {
    return client.ask().contentType(ContentType.JSON).body(overrides).post("/job/{id}/rerun", id);
  }

  private static JsonPath accepted(Response answer) {
    return answer.then().statusCode(202).extract().jsonPath();
  }

  private Map<String, Object> failing() {
    Map<String, Object> job = new HashMap<>();
    job.put("operation", "simulate");
    job.put("input", Map.of("failAtStep", 2, "failAttempts", 1, "outputBytes", 10));
    job.put("labels", Map.of("team", "billing"));
    job.put("priority", 7);
    job.put("timeout", "PT10M");
    job.put("retain", "P2D");
    job.put("deadline", "2999-01-01T00:00:00Z");
    job.put("callback", Map.of("url", "https://example.com/"));
    return job;
  }

  private String ended(Map<String, ?> job) {
    String id = client.accepted(job);
    client.awaitEnd(id);
    return id;
  }

  @Test
  void an_ended_job_runs_again_as_a_new_one() {
    String first = ended(failing());

    Response answer = rerun(first);

    JsonPath again = accepted(answer);
    String second = again.getString("id");
    assertThat(second).isNotEqualTo(first);
    assertThat(answer.header("Location")).endsWith("/job/" + second);
    assertThat(answer.header("Operation-Location")).endsWith("/job/" + second + "/status");
    assertThat(again.getString("rerunOf")).isEqualTo(first);
    assertThat(again.getString("operation")).isEqualTo("simulate");
    assertThat(again.getMap("labels")).isEqualTo(Map.of("team", "billing"));
    assertThat(again.getInt("priority")).isEqualTo(7);
    assertThat(again.getString("timeout")).isEqualTo("PT10M");
    assertThat(again.getString("retain")).isEqualTo("PT48H");
    assertThat(again.getString("deadline")).as("not taken along").isNull();
    assertThat(again.getString("links.callback")).isNotNull();
    client
        .ask()
        .get("/job/{id}/callback", second)
        .then()
        .body("url", equalTo("https://example.com/"));
    assertThat(client.awaitEnd(second).getString("status"))
        .as("the input is the same")
        .isEqualTo("Failed");
    assertThat(client.status(first).getString("rerunOf")).isNull();
  }

  @Test
  void each_member_of_the_body_replaces_what_was() {
    String first = ended(failing());
    Map<String, Object> overrides = new HashMap<>();
    overrides.put("labels", Map.of("night", "1"));
    overrides.put("priority", -3);
    overrides.put("startAt", Client.TOMORROW);
    overrides.put("timeout", "PT1M");
    overrides.put("deadline", "2998-01-01T00:00:00Z");
    overrides.put("retain", "PT1H");

    JsonPath again = accepted(rerun(first, overrides));

    assertThat(again.getMap("labels")).isEqualTo(Map.of("night", "1"));
    assertThat(again.getInt("priority")).isEqualTo(-3);
    assertThat(again.getString("startAt")).isEqualTo(Client.TOMORROW);
    assertThat(again.getString("timeout")).isEqualTo("PT1M");
    assertThat(again.getString("deadline")).isEqualTo("2998-01-01T00:00:00Z");
    assertThat(again.getString("retain")).isEqualTo("PT1H");
    client.cancel(again.getString("id"));
  }

  @Test
  void null_gives_what_a_request_without_the_member_has() {
    String first = ended(failing());
    Map<String, Object> overrides = new HashMap<>();
    for (String member : List.of("labels", "priority", "timeout", "retain", "callback")) {
      overrides.put(member, null);
    }

    Response answer =
        client
            .askWrongly()
            .contentType(ContentType.JSON)
            .body(overrides)
            .post("/job/{id}/rerun", first);

    answer
        .then()
        .statusCode(202)
        .body("priority", equalTo(0))
        .body("timeout", equalTo("PT24H"))
        .body("retain", equalTo("PT24H"))
        .body("labels", equalTo(Map.of()))
        .body("links", not(hasKey("callback")));
  }

  @Test
  void a_canceled_and_a_removed_job_run_again() {
    String canceled = client.accepted(Map.of("operation", "simulate", "startAt", Client.TOMORROW));
    client.cancel(canceled);
    String removed = client.ended(Map.of("outputBytes", 10));
    client.cancel(removed);

    for (String id : List.of(canceled, removed)) {
      JsonPath again = accepted(rerun(id));
      assertThat(again.getString("startAt")).isNull();
      assertThat(client.awaitEnd(again.getString("id")).getString("status")).isEqualTo("Succeeded");
    }
  }

  @Test
  void a_job_that_has_not_ended_does_not() {
    String id = client.accepted(Map.of("operation", "simulate", "startAt", Client.TOMORROW));

    rerun(id)
        .then()
        .spec(problem(409, "wrong-state"))
        .body("job.id", equalTo(id))
        .body("job.status", equalTo("NotStarted"));
    client.cancel(id);
  }

  @Test
  void an_expired_job_has_no_input_any_more() {
    String id = ended(Map.of("operation", "simulate", "retain", "PT0S"));

    rerun(id).then().spec(problem(409, "input-gone"));
  }

  @Test
  void an_unknown_job_is_404() {
    rerun(UUID.randomUUID().toString()).then().spec(problem(404, "unknown-job"));
  }

  @Test
  void what_cannot_be_another_way_is_400_and_what_is_no_json_415() {
    String id = client.ended(Map.of());

    client
        .askWrongly()
        .contentType(ContentType.JSON)
        .body(Map.of("input", Map.of("steps", 2)))
        .post("/job/{id}/rerun", id)
        .then()
        .spec(problem(400, "invalid-request"))
        .body("errors.pointer", contains("/input"));
    client
        .askWrongly()
        .contentType(ContentType.JSON)
        .body(Map.of("priority", 1000))
        .post("/job/{id}/rerun", id)
        .then()
        .spec(problem(400, "invalid-request"))
        .body("errors.pointer", contains("/priority"));
    client
        .askWrongly()
        .contentType("text/plain")
        .body("again")
        .post("/job/{id}/rerun", id)
        .then()
        .spec(problem(415, "unsupported-media-type"));
  }

  @Test
  void requests_with_one_key_make_one_job() {
    String id = client.ended(Map.of());
    String key = UUID.randomUUID().toString();

    List<CompletableFuture<Response>> answers =
        Stream.generate(
                () ->
                    CompletableFuture.supplyAsync(
                        () ->
                            client
                                .ask()
                                .contentType(ContentType.JSON)
                                .header("Idempotency-Key", key)
                                .post("/job/{id}/rerun", id)))
            .limit(8)
            .toList();

    Set<String> made =
        answers.stream()
            .map(CompletableFuture::join)
            .map(answer -> accepted(answer).getString("id"))
            .collect(Collectors.toSet());
    assertThat(made).hasSize(1);
    client
        .ask()
        .header("Idempotency-Key", key)
        .contentType(ContentType.JSON)
        .body(Map.of("priority", 3))
        .post("/job/{id}/rerun", id)
        .then()
        .spec(problem(422, "idempotency-key-reused"));
  }

  @Test
  void the_answer_may_wait_for_the_end_and_then_names_the_output_absolutely() {
    String id = client.ended(Map.of("outputBytes", 10));

    Response answer =
        client
            .ask()
            .contentType(ContentType.JSON)
            .header("Prefer", "wait=30")
            .post("/job/{id}/rerun", id);

    answer.then().statusCode(303).header("Preference-Applied", equalTo("wait=30"));
    assertThat(answer.header("Location"))
        .startsWith(client.base().toString())
        .endsWith("/job/" + answer.path("id") + "/output");
    client
        .ask()
        .contentType(ContentType.JSON)
        .header("Prefer", "respond-async; monitor")
        .post("/job/{id}/rerun", id)
        .then()
        .statusCode(202)
        .header("Location", endsWith("/monitor"));
  }

  @Test
  void the_file_is_there_for_each_of_the_jobs() {
    String first =
        client
            .upload()
            .multiPart(
                new MultiPartSpecBuilder("{\"operation\":\"sort\"}".getBytes(UTF_8))
                    .controlName("job")
                    .mimeType("application/json")
                    .emptyFileName()
                    .build())
            .multiPart(
                new MultiPartSpecBuilder("b\na\n".getBytes(UTF_8))
                    .controlName("file")
                    .fileName("lines.txt")
                    .mimeType("text/plain")
                    .build())
            .post("/job")
            .then()
            .statusCode(202)
            .extract()
            .path("id");
    client.awaitEnd(first);

    String second = accepted(rerun(first)).getString("id");
    client.awaitEnd(second);
    client.cancel(first);
    String third = accepted(rerun(second)).getString("id");
    client.awaitEnd(third);

    assertThat(client.output(third).asString()).isEqualTo("a\nb\n");
    client.ask().get("/job/{id}/input/file", third).then().statusCode(200).body(equalTo("b\na\n"));
  }
}
