package org.meanwhile.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.meanwhile.contract.support.Problems.problem;

import io.restassured.path.json.JsonPath;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.meanwhile.contract.support.Client;
import org.meanwhile.contract.support.SharedServer;

/** Jobs that wait for the ends of others. */
@ExtendWith(SharedServer.class)
class AfterIT {
  private static final Map<String, Object> LATER =
      Map.of("operation", "simulate", "startAt", Client.TOMORROW);

  private final Client client;

  AfterIT(Client client) {
    this.client = client;
  }

  private static Map<String, Object> after(Object... parents) {
    return Map.of("operation", "simulate", "after", List.of(parents));
  }

  private static Map<String, String> on(String parent, String end) {
    return Map.of("job", parent, "on", end);
  }

  @Test
  void a_job_waits_until_its_parents_have_ended() {
    String first = client.accepted(LATER);
    String second = client.ended(Map.of());
    String child = client.accepted(after(on(first, "ended"), Map.of("job", second)));

    JsonPath waiting =
        client.await(child, status -> status.getList("waitingFor[0].jobs").size() == 1);
    assertThat(waiting.getString("status")).isEqualTo("NotStarted");
    assertThat(waiting.getString("waitingFor[0].kind")).isEqualTo("jobs");
    assertThat(waiting.getList("waitingFor[0].jobs")).isEqualTo(List.of(first));
    assertThat(waiting.getMap("")).doesNotContainKeys("queuePosition", "startAt");

    client.cancel(first).then().statusCode(200);
    JsonPath ended = client.awaitEnd(child);

    assertThat(ended.getString("status")).isEqualTo("Succeeded");
    assertThat(ended.getMap("")).doesNotContainKey("waitingFor");
  }

  @Test
  void a_held_poll_is_answered_when_a_chain_has_ended() {
    String first = client.accepted(LATER);
    String second = client.accepted(after(Map.of("job", first)));
    String third = client.accepted(after(Map.of("job", second)));
    client.cancel(first);

    client
        .ask()
        .header("Prefer", "wait=60")
        .get("/job/{id}/status", third)
        .then()
        .statusCode(200)
        .body("status", equalTo("Failed"))
        .body("error.code", equalTo("dependency-failed"))
        .body("error.type", equalTo("/problem/dependency-failed"))
        .body("error.job", equalTo(second));
    assertThat(client.status(second).getString("error.job")).isEqualTo(first);
  }

  @Test
  void a_failure_can_be_waited_for() {
    String failed = client.ended(Map.of("failAtStep", 1));

    String cleanUp = client.accepted(after(on(failed, "failed")));
    String goOn = client.accepted(after(on(failed, "succeeded")));
    Map<String, String> unsaid = new HashMap<>(Map.of("job", failed));
    unsaid.put("on", null);
    String likewise =
        client
            .askWrongly()
            .contentType("application/json")
            .body(after(unsaid))
            .post("/job")
            .path("id");

    assertThat(client.awaitEnd(cleanUp).getString("status")).isEqualTo("Succeeded");
    assertThat(client.awaitEnd(goOn).getString("status")).isEqualTo("Failed");
    assertThat(client.awaitEnd(likewise).getString("status")).isEqualTo("Failed");
  }

  @Test
  void an_output_is_the_file_of_the_next_job() {
    String said =
        client.accepted(
            Map.of("operation", "export", "input", Map.of("query", "numbers", "format", "csv")));
    String sorted =
        client.accepted(
            Map.of(
                "operation",
                "shout",
                "file",
                Map.of("output", client.base() + "/job/" + said + "/output")));
    client.awaitEnd(said);
    client.cancel(said).then().statusCode(200);

    assertThat(client.awaitEnd(sorted).getString("status")).isEqualTo("Succeeded");
    assertThat(client.output(sorted).asString()).startsWith("N,SQUARE\r\n1,1\r\n");
  }

  @Test
  void an_output_that_is_gone_already_is_refused() {
    String gone = client.ended(Map.of("outputBytes", 3));
    client.ask().delete("/job/{id}/output", gone).then().statusCode(200);

    client
        .askWrongly()
        .contentType("application/json")
        .body(Map.of("operation", "shout", "file", Map.of("output", "/job/" + gone + "/output")))
        .post("/job")
        .then()
        .spec(problem(400, "invalid-request"))
        .body("errors.pointer", hasItem("/file/output"));
  }

  @Test
  void what_never_got_its_file_cannot_run_again() {
    String parent = client.accepted(Map.of("operation", "simulate", "startAt", Client.TOMORROW));
    String child =
        client.accepted(
            Map.of("operation", "shout", "file", Map.of("output", "/job/" + parent + "/output")));
    client.cancel(parent);
    assertThat(client.awaitEnd(child).getString("error.code")).isEqualTo("dependency-failed");

    client.askWrongly().post("/job/{id}/rerun", child).then().spec(problem(409, "input-gone"));
  }

  @Test
  void a_job_that_does_not_exist_cannot_be_waited_for() {
    for (String id : List.of(UUID.randomUUID().toString(), "no-id")) {
      client
          .askWrongly()
          .contentType("application/json")
          .body(after(Map.of("job", id)))
          .post("/job")
          .then()
          .spec(problem(400, "unknown-job"));
    }
    String itself = UUID.randomUUID().toString();
    client
        .askWrongly()
        .contentType("application/json")
        .body(after(Map.of("job", itself)))
        .put("/job/{id}", itself)
        .then()
        .spec(problem(400, "unknown-job"));
  }

  @Test
  void what_is_no_dependency_is_refused() {
    String job = client.accepted(LATER);
    Map<Object, String> wrong = new HashMap<>();
    wrong.put(List.of("x"), "/after/0");
    wrong.put(Map.of("job", job), "/after");
    wrong.put(List.of(Map.of("on", "ended")), "/after/0/job");
    wrong.put(List.of(on(job, "whatever")), "/after/0/on");
    wrong.put(List.of(Map.of("job", job), Map.of("job", job)), "/after/1/job");
    wrong.put(List.of(Map.of("job", job, "x", 1)), "/after/0/x");
    wrong.put(IntStream.range(0, 101).mapToObj(i -> Map.of("job", job)).toList(), "/after");
    wrong.forEach(
        (after, pointer) ->
            client
                .askWrongly()
                .contentType("application/json")
                .body(Map.of("operation", "simulate", "after", after))
                .post("/job")
                .then()
                .spec(problem(400, "invalid-request"))
                .body("errors.pointer", contains(pointer)));
    for (Object file : List.of("x", Map.of(), Map.of("output", "/job/" + job), List.of())) {
      client
          .askWrongly()
          .contentType("application/json")
          .body(Map.of("operation", "shout", "file", file))
          .post("/job")
          .then()
          .spec(problem(400, "invalid-request"));
    }
    client
        .askWrongly()
        .contentType("application/json")
        .body(Map.of("operation", "simulate", "file", Map.of("output", "/job/" + job + "/output")))
        .post("/job")
        .then()
        .spec(problem(400, "invalid-request"))
        .body("errors.pointer", contains("/file"));
    client.cancel(job);
  }

  @Test
  void a_file_and_an_output_exclude_each_other() {
    String job = client.accepted(LATER);
    client
        .upload()
        .multiPart(
            "job",
            "{\"operation\":\"shout\",\"file\":{\"output\":\"/job/" + job + "/output\"}}",
            "application/json")
        .multiPart("file", "in.txt", "x".getBytes(), "text/plain")
        .post("/job")
        .then()
        .spec(problem(400, "invalid-request"));
    client.cancel(job);
  }

  @Test
  void dependents_are_taken_along() {
    String first = client.accepted(LATER);
    String second = client.accepted(after(on(first, "ended")));
    String third = client.accepted(after(on(second, "ended")));
    String other = client.accepted(LATER);

    client.ask().queryParam("dependents", "true").delete("/job/{id}", first).then().statusCode(200);

    client.ask().get("/job?after=" + first).then().body("items.id", equalTo(List.of(second)));
    client.ask().get("/job?after=" + second).then().body("items.id", equalTo(List.of(third)));
    for (String id : List.of(first, second, third)) {
      assertThat(client.awaitEnd(id).getString("status")).as(id).isEqualTo("Canceled");
    }
    assertThat(client.status(other).getString("status")).isEqualTo("NotStarted");
    client
        .askWrongly()
        .queryParam("dependents", "yes")
        .delete("/job/{id}", other)
        .then()
        .spec(problem(400, "invalid-request"));
    client.cancel(other);
  }

  @Test
  void a_suspended_job_goes_on_when_both_are_over() {
    String parent = client.accepted(LATER);
    String child = client.accepted(after(on(parent, "ended")));
    suspend(child, true);
    client.cancel(parent);
    JsonPath held = client.await(child, status -> status.getList("waitingFor").size() == 1);
    assertThat(held.getString("waitingFor[0].kind")).isEqualTo("suspended");

    suspend(child, false);

    assertThat(client.awaitEnd(child).getString("status")).isEqualTo("Succeeded");
  }

  private void suspend(String id, boolean suspended) {
    client
        .ask()
        .contentType("application/merge-patch+json")
        .body(Map.of("suspended", suspended))
        .patch("/job/{id}", id)
        .then()
        .statusCode(200);
  }
}
