package org.meanwhile.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.meanwhile.contract.support.Problems.problem;

import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.meanwhile.contract.support.Client;
import org.meanwhile.contract.support.Metric;
import org.meanwhile.contract.support.SharedServer;

/** Jobs that take what others like them have made. */
@ExtendWith(SharedServer.class)
class ReuseIT {
  private final Client client;

  /** An input that no other test has. */
  private Map<String, Object> input;

  ReuseIT(Client client) {
    this.client = client;
  }

  @BeforeEach
  void choose() {
    input = quick();
  }

  private static Map<String, Object> quick() {
    return Map.of("outputBytes", 20_000, "mediaType", "text/x-" + UUID.randomUUID());
  }

  private void slow() {
    input =
        Map.of(
            "duration", "PT1H", "outputBytes", 20_000, "mediaType", "text/x-" + UUID.randomUUID());
  }

  private Map<String, Object> again(Object... members) {
    Map<String, Object> request = new HashMap<>();
    request.put("operation", "simulate");
    request.put("input", input);
    request.put("reuse", "PT1H");
    for (int i = 0; i < members.length; i += 2) {
      request.put((String) members[i], members[i + 1]);
    }
    return request;
  }

  private Response wrongly(Map<String, Object> request) {
    return client.askWrongly().contentType("application/json").body(request).post("/job");
  }

  @Test
  void an_output_that_is_there_is_the_output_of_a_job_of_its_own() {
    String first = client.ended(input);

    Response created = client.post(again("labels", Map.of("team", "a"), "retain", "PT2H"));

    String second = created.then().statusCode(202).extract().path("id");
    created
        .then()
        .header("Location", endsWith("/job/" + second))
        .header("Retry-After", "1")
        .body("status", equalTo("Succeeded"))
        .body("reused.as", equalTo("output"))
        .body("reused.of", equalTo(first))
        .body("labels.team", equalTo("a"))
        .body("attempt", equalTo(0));
    assertThat(second).isNotEqualTo(first);
    JsonPath one = client.status(first);
    JsonPath other = client.status(second);
    assertThat(other.getString("reused.outputAt")).isEqualTo(one.getString("finishedAt"));
    assertThat(other.getString("output.sha256")).isEqualTo(one.getString("output.sha256"));
    assertThat(other.getString("expiresAt")).isNotEqualTo(one.getString("expiresAt"));
    Response output = client.output(second);
    assertThat(output.header("ETag")).isEqualTo(client.output(first).header("ETag"));
    assertThat(output.header("Repr-Digest")).isEqualTo(client.output(first).header("Repr-Digest"));

    client.cancel(first).then().statusCode(200);
    client.poll(first).then().statusCode(410);
    client.poll(second).then().statusCode(303);
    assertThat(client.output(second).asByteArray()).hasSize(20_000);
  }

  @Test
  void a_wait_for_an_output_that_is_there_is_over_at_once() {
    client.ended(input);

    client
        .ask()
        .contentType("application/json")
        .header("Prefer", "wait=60")
        .body(again())
        .post("/job")
        .then()
        .statusCode(303)
        .header("Preference-Applied", "wait=60")
        .header("Location", containsString("/output"));
  }

  @Test
  void a_run_that_is_not_over_is_shared_and_ends_for_all() {
    slow();
    String first = client.simulated(input);
    String second = client.accepted(again());
    client.awaitRunning(first);
    JsonPath riding =
        client.await(
            second,
            status ->
                status.getString("status").equals("Running")
                    && status.getString("progress.done") != null);
    assertThat(riding.getString("reused.as")).isEqualTo("run");
    assertThat(riding.getString("reused.of")).isEqualTo(first);
    assertThat(riding.getMap("reused")).doesNotContainKey("outputAt");
    assertThat(riding.getInt("attempt")).isEqualTo(1);
    String third = client.accepted(again());
    assertThat(client.status(third).getString("reused.of")).isEqualTo(first);
    assertThat(client.status(third).getString("status")).isEqualTo("Running");

    client.cancel(first).then().statusCode(200).body("status", equalTo("Canceled"));
    client.cancel(first).then().statusCode(200).body("status", equalTo("Canceled"));
    client.poll(first).then().statusCode(410).body("type", equalTo("/problem/job-canceled"));
    client.cancel(second).then().statusCode(200).body("status", equalTo("Canceled"));
    assertThat(client.status(third).getString("status")).isEqualTo("Running");
    String fourth = client.accepted(again());
    assertThat(client.status(fourth).getString("reused.of")).isEqualTo(first);

    client.cancel(third).then().statusCode(200);
    client.cancel(fourth).then().statusCode(200).body("status", equalTo("Canceled"));
    // The run has stopped: there is nothing to share any more.
    String fifth =
        Awaitility.await()
            .until(
                () -> client.accepted(again()),
                id -> client.status(id).getMap("").get("reused") == null);
    client.cancel(fifth);
  }

  /** A program that writes its file to its standard output, and pauses where the file says so. */
  private String said(String lines, String reuse) {
    return client
        .upload()
        .multiPart("job", "{" + reuse + "\"operation\":\"say-slowly\"}", "application/json")
        .multiPart("file", "in.txt", lines.getBytes(StandardCharsets.UTF_8), "text/plain")
        .post("/job")
        .then()
        .statusCode(202)
        .extract()
        .path("id");
  }

  @Test
  void a_shared_run_gives_its_output_to_all_but_those_who_have_cancelled(@TempDir Path directory)
      throws IOException {
    Path gate = directory.resolve("gate");
    String lines = "abc\nawait " + gate + "\ndef\n";
    String first = said(lines, "");
    String second = said(lines, "\"reuse\":\"PT1H\",");
    String third = said(lines, "\"reuse\":\"PT1H\",");
    client
        .ask()
        .header("Range", "bytes=0-")
        .header("Prefer", "wait=60")
        .get("/job/{id}/output", second)
        .then()
        .statusCode(206)
        .body(equalTo("abc"));
    client.cancel(first).then().statusCode(200).body("status", equalTo("Canceled"));
    Files.createFile(gate);

    for (String rider : List.of(second, third)) {
      JsonPath ended = client.awaitEnd(rider);
      assertThat(ended.getString("status")).isEqualTo("Succeeded");
      assertThat(ended.getString("reused.as")).isEqualTo("run");
      assertThat(ended.getString("reused.of")).isEqualTo(first);
      assertThat(ended.getString("reused.outputAt")).isEqualTo(ended.getString("finishedAt"));
      assertThat(client.output(rider).asString()).isEqualTo("abcdef");
    }
    client.poll(first).then().statusCode(410);
    client.output(first).then().statusCode(410);
    assertThat(client.status(first).getString("status")).isEqualTo("Canceled");
    String later = said(lines, "\"reuse\":\"PT1H\",");
    assertThat(client.status(later).getString("reused.as")).isEqualTo("output");
    assertThat(client.status(later).getString("reused.of")).isEqualTo(first);
  }

  @Test
  void a_held_poll_of_who_shares_a_run_is_answered_by_its_failure() {
    input = Map.of("duration", "PT2S", "failAtStep", 5, "mediaType", "text/" + UUID.randomUUID());
    String first = client.simulated(input);
    String second = client.accepted(again());

    client
        .ask()
        .header("Prefer", "wait=60")
        .get("/job/{id}/status", second)
        .then()
        .body("status", equalTo("Failed"))
        .body("error.code", equalTo(client.awaitEnd(first).getString("error.code")));
    String third = client.accepted(again());
    assertThat(client.status(third).getMap("").get("reused")).isNull();
  }

  @Test
  void a_waiting_job_is_shared_and_its_cancellation_lets_another_run() {
    input = quick();
    String first =
        client.accepted(
            Map.of("operation", "simulate", "input", input, "startAt", Client.TOMORROW));
    String second = client.accepted(again());
    assertThat(client.status(second).getString("reused.of")).isEqualTo(first);
    assertThat(client.status(second).getString("status")).isEqualTo("NotStarted");
    assertThat(client.status(second).getMap("")).doesNotContainKey("queuePosition");

    client.cancel(first).then().statusCode(200).body("status", equalTo("Canceled"));

    JsonPath ended = client.awaitEnd(second);
    assertThat(ended.getString("status")).isEqualTo("Succeeded");
    assertThat(ended.getMap("").get("reused")).isNull();
  }

  @Test
  void the_same_input_is_the_same_however_it_is_written() {
    String type = "text/x-" + UUID.randomUUID();
    String first = client.ended(Map.of("mediaType", type, "outputBytes", 10));

    client
        .ask()
        .contentType("application/json")
        .body(
            "{\"reuse\":\"P1D\",\"input\":{\"outputBytes\": 1.0e1,\"mediaType\":\"\\u0074"
                + type.substring(1)
                + "\"},\"operation\":\"simulate\"}")
        .post("/job")
        .then()
        .statusCode(202)
        .body("reused.of", equalTo(first));
    client
        .post(
            Map.of(
                "operation",
                "simulate",
                "input",
                Map.of("mediaType", type, "outputBytes", 11),
                "reuse",
                "P1D"))
        .then()
        .statusCode(202)
        .body("reused", equalTo(null));
  }

  @Test
  void a_time_of_nothing_shares_only_what_runs_now() {
    client.ended(input);

    client.post(again("reuse", "PT0S")).then().statusCode(202).body("reused", equalTo(null));
  }

  private String sorted(String lines, String reuse) {
    return client
        .upload()
        .multiPart(
            "job",
            "{\"operation\":\"sort\"," + reuse + "\"input\":{\"unique\":true}}",
            "application/json")
        .multiPart("file", "in.txt", lines.getBytes(StandardCharsets.UTF_8), "text/plain")
        .post("/job")
        .then()
        .statusCode(202)
        .extract()
        .path("id");
  }

  @Test
  void the_same_file_is_part_of_what_is_the_same() {
    String lines = "b\na\n" + UUID.randomUUID() + "\n";
    String first = sorted(lines, "");
    client.awaitEnd(first);

    String second = sorted(lines, "\"reuse\":\"PT1H\",");
    String other = sorted(lines + "c\n", "\"reuse\":\"PT1H\",");

    assertThat(client.status(second).getString("reused.of")).isEqualTo(first);
    assertThat(client.status(other).getMap("").get("reused")).isNull();
    client.cancel(first).then().statusCode(200);
    client.ask().get("/job/{id}/input/file", second).then().statusCode(200).body(equalTo(lines));
  }

  @Test
  void a_request_with_a_key_is_repeated_before_anything_is_shared() {
    String key = "k-" + UUID.randomUUID();
    Map<String, Object> request = again();
    Response first =
        client
            .ask()
            .contentType("application/json")
            .header("Idempotency-Key", key)
            .body(request)
            .post("/job");
    String id = first.then().statusCode(202).body("reused", equalTo(null)).extract().path("id");
    client.awaitEnd(id);

    client
        .ask()
        .contentType("application/json")
        .header("Idempotency-Key", key)
        .body(request)
        .post("/job")
        .then()
        .statusCode(202)
        .body("id", equalTo(id));
    client
        .ask()
        .contentType("application/json")
        .header("Idempotency-Key", key)
        .body(again("reuse", "PT2H"))
        .post("/job")
        .then()
        .statusCode(422);
  }

  @Test
  void a_job_of_a_chosen_id_shares_as_well_and_is_made_once() {
    String first = client.ended(input);
    String id = UUID.randomUUID().toString();
    for (int i = 0; i < 2; i++) {
      client
          .ask()
          .contentType("application/json")
          .body(again())
          .put("/job/{id}", id)
          .then()
          .statusCode(202)
          .body("reused.of", equalTo(first));
    }
  }

  @Test
  void who_runs_a_job_again_gets_a_run() {
    client.ended(input);
    String second = client.accepted(again());

    String rerun =
        client
            .ask()
            .contentType("application/json")
            .post("/job/{id}/rerun", second)
            .then()
            .statusCode(202)
            .extract()
            .path("id");

    assertThat(client.awaitEnd(rerun).getMap("").get("reused")).isNull();
    client
        .askWrongly()
        .contentType("application/json")
        .body(Map.of("reuse", "PT1H"))
        .post("/job/{id}/rerun", second)
        .then()
        .spec(problem(400, "invalid-request"));
  }

  @Test
  void what_cannot_be_shared_is_refused() {
    refused(again("reuse", "1h"));
    refused(again("reuse", "P1M"));
    refused(again("reuse", "-PT1H"));
    refused(again("reuse", "P3650D"));
    refused(again("reuse", 3600));
    refused(again("reuse", true));
    refused(
        Map.of(
            "operation",
            "bulk",
            "reuse",
            "PT1H",
            "input",
            Map.of("action", "cancel", "filter", Map.of("label", "a:b"))));
    refused(
        Map.of(
            "operation",
            "group",
            "reuse",
            "PT1H",
            "input",
            Map.of("jobs", List.of(Map.of("operation", "simulate")))));
    String parent = client.ended(Map.of());
    refused(again("after", List.of(Map.of("job", parent))));
    wrongly(
            Map.of(
                "operation",
                "group",
                "input",
                Map.of("jobs", List.of(Map.of("operation", "simulate", "reuse", "PT1H")))))
        .then()
        .spec(problem(400, "invalid-request"))
        .body("errors[0].pointer", equalTo("/input/jobs/0/reuse"));
    wrongly(again("reuse", null)).then().statusCode(202).body("reused", equalTo(null));
  }

  private void refused(Map<String, Object> request) {
    wrongly(request)
        .then()
        .spec(problem(400, "invalid-request"))
        .body("errors[0].pointer", equalTo("/reuse"));
  }

  @Test
  void a_valid_request_can_be_asked_for_alone() {
    client
        .askUndescribed()
        .contentType("application/json")
        .queryParam("validate-only", true)
        .body(again())
        .post("/job")
        .then()
        .statusCode(200)
        .body("valid", equalTo(true));
    client.post(again()).then().statusCode(202).body("reused", equalTo(null));
  }

  @Test
  void who_shares_a_run_cannot_be_moved_but_changed() {
    slow();
    String first = client.simulated(input);
    String second = client.accepted(again());

    for (Map<String, Object> patch :
        List.of(
            Map.<String, Object>of("priority", 5),
            Map.<String, Object>of("suspended", true),
            Map.<String, Object>of("timeout", "PT1M"))) {
      client
          .askWrongly()
          .contentType("application/merge-patch+json")
          .body(patch)
          .patch("/job/{id}", second)
          .then()
          .spec(problem(409, "wrong-state"))
          .body("job.id", equalTo(second));
    }
    client
        .ask()
        .contentType("application/merge-patch+json")
        .body(Map.of("labels", Map.of("a", "b"), "retain", "PT3H"))
        .patch("/job/{id}", second)
        .then()
        .statusCode(200)
        .body("labels.a", equalTo("b"));
    client.cancel(first);
    client.cancel(second);
  }

  @Test
  void the_catalogue_tells_which_operations_are_repeatable() {
    for (Map.Entry<String, Boolean> each :
        Map.of(
                "simulate",
                true,
                "sort",
                true,
                "export",
                true,
                "backup",
                true,
                "shout",
                false,
                "bulk",
                false,
                "group",
                false)
            .entrySet()) {
      client
          .ask()
          .get("/operation/{name}", each.getKey())
          .then()
          .body("repeatable", equalTo(each.getValue()));
    }
  }

  @Test
  void runs_and_bytes_that_are_saved_are_counted() {
    double runs = read("meanwhile_runs_saved_total");
    double bytes = read("meanwhile_output_saved_bytes_total");
    client.ended(input);
    client.accepted(again());

    Awaitility.await()
        .untilAsserted(
            () -> {
              assertThat(read("meanwhile_runs_saved_total")).isGreaterThanOrEqualTo(runs + 1);
              assertThat(read("meanwhile_output_saved_bytes_total"))
                  .isGreaterThanOrEqualTo(bytes + 20_000);
            });
  }

  private double read(String metric) {
    return Metric.of(metric).read(client);
  }
}
