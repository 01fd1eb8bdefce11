package org.meanwhile.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;
import static org.meanwhile.contract.support.Problems.problem;

import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.meanwhile.contract.support.Client;
import org.meanwhile.contract.support.SharedServer;

/** {@code PATCH /job/{id}}. */
@Execution(ExecutionMode.SAME_THREAD)
@ExtendWith(SharedServer.class)
class ChangingIT {
  static final String MERGE_PATCH = "application/merge-patch+json";

  private final Client client;

  ChangingIT(Client client) {
    this.client = client;
  }

  private Response change(String id, Map<String, ?> patch) {
    return client.ask().contentType(MERGE_PATCH).body(patch).patch("/job/{id}", id);
  }

  private JsonPath changed(String id, Map<String, ?> patch) {
    return change(id, patch).then().statusCode(200).extract().jsonPath();
  }

  private static Map<String, Object> nulls(String... members) {
    Map<String, Object> patch = new HashMap<>();
    Arrays.stream(members).forEach(member -> patch.put(member, null));
    return patch;
  }

  private String waiting() {
    return client.accepted(Map.of("operation", "simulate", "startAt", Client.TOMORROW));
  }

  private String running() {
    String id =
        client.accepted(
            Map.of(
                "operation",
                "simulate",
                "input",
                Map.of("duration", "PT120S", "steps", 1200, "outputBytes", 1200)));
    client.awaitRunning(id);
    return id;
  }

  @Test
  void what_waits_is_changed_and_shown() {
    String id = waiting();
    JsonPath before = client.status(id);
    String start = Instant.parse(Client.TOMORROW).plus(Duration.ofDays(2)).toString();

    Response answer =
        change(
            id,
            Map.of(
                "priority",
                7,
                "startAt",
                start,
                "timeout",
                "PT3M",
                "deadline",
                "2999-06-01T00:00:00Z",
                "retain",
                "P3D",
                "labels",
                Map.of("team", "billing")));

    answer
        .then()
        .statusCode(200)
        .header("ETag", startsWith("W/\""))
        .body("version", equalTo(before.getInt("version") + 1))
        .body("priority", equalTo(7))
        .body("startAt", equalTo(start))
        .body("timeout", equalTo("PT3M"))
        .body("deadline", equalTo("2999-06-01T00:00:00Z"))
        .body("retain", equalTo("PT72H"))
        .body("labels.team", equalTo("billing"));
    assertThat(client.poll(id).header("ETag")).isEqualTo(answer.header("ETag"));
    client.cancel(id);
  }

  @Test
  void what_is_held_has_no_start_any_more_when_that_is_null() {
    String held = waiting();
    changed(held, Map.of("suspended", true));
    assertThat(client.status(held).getString("startAt")).isEqualTo(Client.TOMORROW);

    assertThat(changed(held, nulls("startAt")).getMap("")).doesNotContainKey("startAt");

    changed(held, Map.of("suspended", false));
    assertThat(client.awaitEnd(held).getString("status")).isEqualTo("Succeeded");
  }

  @Test
  void null_gives_back_the_default() {
    String id =
        client.accepted(
            Map.of(
                "operation",
                "simulate",
                "startAt",
                Client.TOMORROW,
                "priority",
                9,
                "deadline",
                "2999-06-01T00:00:00Z",
                "timeout",
                "PT3M",
                "retain",
                "P3D",
                "labels",
                Map.of("a", "b"),
                "callback",
                Map.of("url", "https://example.com/")));

    JsonPath after =
        changed(id, nulls("priority", "deadline", "timeout", "retain", "labels", "callback"));

    assertThat(after.getInt("priority")).isZero();
    assertThat(after.getString("deadline")).isNull();
    assertThat(after.getString("timeout")).isEqualTo("PT24H");
    assertThat(after.getString("retain")).isEqualTo("PT24H");
    assertThat(after.getMap("labels")).isEmpty();
    assertThat(after.getString("links.callback")).isNull();
    assertThat(after.getString("startAt")).isEqualTo(Client.TOMORROW);
    changed(id, nulls("startAt"));
    assertThat(client.awaitEnd(id).getString("status")).isEqualTo("Succeeded");
  }

  @Test
  void labels_are_merged() {
    String id =
        client.accepted(
            Map.of(
                "operation",
                "simulate",
                "startAt",
                Client.TOMORROW,
                "labels",
                Map.of("a", "1", "b", "2")));
    Map<String, Object> labels = nulls("a", "never-there");
    labels.put("c", "3");

    assertThat(changed(id, Map.of("labels", labels)).getMap("labels"))
        .isEqualTo(Map.of("b", "2", "c", "3"));
    client.cancel(id);
    assertThat(changed(id, Map.of("labels", Map.of("b", "4"))).getMap("labels"))
        .as("until the record is purged")
        .isEqualTo(Map.of("b", "4", "c", "3"));
  }

  @Test
  void there_are_as_many_labels_as_at_creation() {
    String id = waiting();
    Map<String, String> labels = new HashMap<>();
    for (int i = 0; i < 16; i++) {
      labels.put("l" + i, "x");
    }
    changed(id, Map.of("labels", labels));

    change(id, Map.of("labels", Map.of("one", "more")))
        .then()
        .spec(problem(400, "invalid-request"))
        .body("errors.pointer", contains("/labels"));
    assertThat(client.status(id).getMap("labels")).hasSize(16);
    client.cancel(id);
  }

  @Test
  void a_patch_without_members_changes_nothing() {
    String id = waiting();

    assertThat(changed(id, Map.of()).getInt("version")).isEqualTo(1);
    assertThat(changed(id, nulls("version", "priority", "suspended")).getInt("version"))
        .isEqualTo(1);
    client.cancel(id);
  }

  @ParameterizedTest
  @ValueSource(strings = {"application/json", "text/plain", "application/json-patch+json"})
  void anything_but_a_merge_patch_is_415(String type) {
    client
        .askWrongly()
        .contentType(type)
        .body("{")
        .patch("/job/{id}", "none")
        .then()
        .spec(problem(415, "unsupported-media-type"))
        .header("Accept-Patch", MERGE_PATCH);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{                          | malformed-request |",
        "[]                         | invalid-request   |",
        "{`status`: `Canceled`}     | invalid-request   | /status",
        "{`operation`: `sort`}      | invalid-request   | /operation",
        "{`priority`: 101}          | invalid-request   | /priority",
        "{`startAt`: `tomorrow`}    | invalid-request   | /startAt",
        "{`timeout`: `P1M`}         | invalid-request   | /timeout",
        "{`deadline`: `2001-01-01T00:00:00Z`} | invalid-request | /deadline",
        "{`retain`: `P9999D`}       | invalid-request   | /retain",
        "{`labels`: {`a b`: `c`}}   | invalid-request   | /labels/a b",
        "{`labels`: []}             | invalid-request   | /labels",
        "{`callback`: {`url`: 1}}   | invalid-request   | /callback/url",
        "{`callback`: {`secret`: `x`}} | invalid-request | /callback/secret",
        "{`callback`: {`url`: `http://127.0.0.1/`}} | callback-refused |",
        "{`suspended`: `yes`}       | invalid-request   | /suspended",
        "{`version`: 1.5}           | invalid-request   | /version",
      })
  void what_is_not_valid_is_400_before_anything_else(String patch, String type, String pointer) {
    Response answer =
        client
            .askWrongly()
            .contentType(MERGE_PATCH)
            .header("If-Match", "\"1\"")
            .body(patch.replace('`', '"'))
            .patch("/job/{id}", UUID.randomUUID());

    answer.then().spec(problem(400, type));
    if (pointer != null) {
      answer.then().body("errors.pointer", contains(pointer));
    }
  }

  @Test
  void an_unknown_job_is_404_before_its_conditions() {
    client
        .ask()
        .contentType(MERGE_PATCH)
        .header("If-Match", "\"1\"")
        .body(Map.of("priority", 1))
        .patch("/job/{id}", UUID.randomUUID())
        .then()
        .spec(problem(404, "unknown-job"));
  }

  @ParameterizedTest
  @CsvSource({
    "If-Match, W/\"1\", 412",
    "If-Match, \"1\", 412",
    "If-Match, *, 200",
    "If-None-Match, *, 412",
    "If-None-Match, \"other\", 200"
  })
  void conditions_come_before_the_version(String field, String value, int status) {
    String id = waiting();

    client
        .askWrongly()
        .contentType(MERGE_PATCH)
        .header(field, value)
        .body(Map.of("priority", 1, "version", status == 200 ? 1 : 99))
        .patch("/job/{id}", id)
        .then()
        .statusCode(status);
    client.cancel(id);
  }

  @Test
  void a_stale_version_is_409_before_the_state() {
    String id = client.ended(Map.of());

    change(id, Map.of("version", 1, "priority", 3))
        .then()
        .spec(problem(409, "stale-version"))
        .body("job.id", equalTo(id))
        .body("job.status", equalTo("Succeeded"));
    int version = client.status(id).getInt("version");
    change(id, Map.of("version", version, "priority", 3))
        .then()
        .spec(problem(409, "wrong-state"))
        .body("job.version", equalTo(version));
    changed(id, Map.of("version", version, "labels", Map.of("a", "b")));
  }

  @Test
  void of_a_patch_with_a_member_that_may_not_change_nothing_is_done() {
    String id = running();

    for (String member : List.of("priority", "startAt")) {
      Object value = member.equals("priority") ? 3 : (Object) Client.TOMORROW;
      change(id, Map.of(member, value, "labels", Map.of("a", "b")))
          .then()
          .spec(problem(409, "wrong-state"))
          .body("job.status", equalTo("Running"));
    }
    assertThat(client.status(id).getMap("labels")).isEmpty();
    client.cancel(id);
    client.awaitEnd(id);
    for (Map<String, Object> patch :
        List.<Map<String, Object>>of(
            Map.of("timeout", "PT1H"),
            Map.of("deadline", "2999-01-01T00:00:00Z"),
            nulls("callback"),
            Map.of("retain", "PT1H"),
            Map.of("suspended", true))) {
      change(id, patch).then().spec(problem(409, "wrong-state"));
    }
  }

  @Test
  void a_shorter_timeout_ends_a_run_that_is_older() {
    String id = running();

    assertThat(changed(id, Map.of("timeout", "PT0.001S")).getString("timeout"))
        .isEqualTo("PT0.001S");

    JsonPath ended = client.awaitEnd(id);
    assertThat(ended.getString("error.code")).isEqualTo("timed-out");
    assertThat(ended.getString("error.message")).contains("PT0.001S");
  }

  @Test
  void a_deadline_that_is_given_to_a_running_job_ends_it() {
    String id = running();

    changed(id, Map.of("deadline", Instant.now().plusSeconds(2).toString()));

    assertThat(client.awaitEnd(id).getString("error.code")).isEqualTo("deadline-passed");
  }

  @Test
  void a_suspended_job_waits_until_it_may_go_on() {
    String id = waiting();

    Response suspended = change(id, Map.of("suspended", true));

    suspended
        .then()
        .statusCode(200)
        .header("Retry-After", "30")
        .body("status", equalTo("NotStarted"))
        .body("waitingFor.kind", contains("suspended"))
        .body("$", not(hasKey("queuePosition")));
    Instant since = Instant.parse(suspended.path("waitingFor[0].since"));
    assertThat(since).isAfter(Instant.parse(suspended.path("createdAt")));
    assertThat(client.askUndescribed().get("/metrics").asString())
        .contains("meanwhile_jobs_changed_total{kind=\"suspended\"");
    changed(id, nulls("startAt"));
    assertThat(client.status(id).getList("waitingFor")).hasSize(1);
    client.poll(id).then().statusCode(200).header("Retry-After", "30");

    change(id, Map.of("suspended", false)).then().body("$", not(hasKey("waitingFor")));
    assertThat(client.awaitEnd(id).getString("status")).isEqualTo("Succeeded");
    change(id, Map.of("suspended", false)).then().spec(problem(409, "wrong-state"));
  }

  @Test
  void a_running_job_is_suspended_at_a_checkpoint_and_goes_on_from_there() {
    String id = client.simulated(Map.of("duration", "PT6S", "steps", 600, "outputBytes", 6000));
    client.awaitRunning(id);

    change(id, Map.of("suspended", true))
        .then()
        .statusCode(200)
        .body("status", equalTo("Running"))
        .body("$", not(hasKey("waitingFor")));
    JsonPath held = client.await(id, document -> document.getList("waitingFor") != null);
    assertThat(held.getString("status")).isEqualTo("NotStarted");
    assertThat(held.getInt("attempt")).as("no attempt is counted").isZero();
    client
        .ask()
        .get("/job/{id}/history", id)
        .then()
        .body("attempts[0].outcome", equalTo("handed-back"))
        .body("checkpoint", hasKey("size"));

    changed(id, Map.of("suspended", false));
    JsonPath ended = client.awaitEnd(id);
    assertThat(ended.getString("status")).isEqualTo("Succeeded");
    assertThat(ended.getInt("attempt")).isEqualTo(1);
    assertThat(ended.getString("progress.message")).startsWith("went on after step");
    assertThat(client.output(id).asByteArray()).hasSize(6000);
  }

  @Test
  void a_run_of_an_operation_without_checkpoints_cannot_be_suspended() {
    String id = client.accepted(Map.of("operation", "rest"));
    client.awaitRunning(id);
    client.ask().get("/operation/{name}", "simulate").then().body("suspendable", equalTo(true));
    client.ask().get("/operation/{name}", "sort").then().body("suspendable", equalTo(false));
    change(id, Map.of("suspended", true)).then().spec(problem(409, "wrong-state"));
    change(id, Map.of("suspended", false)).then().statusCode(200);
    client.cancel(id);
  }

  @Test
  void a_held_poll_is_told_of_a_change() {
    String id = waiting();
    String tag = client.poll(id).header("ETag");

    CompletableFuture<Response> poll =
        CompletableFuture.supplyAsync(
            () ->
                client
                    .ask()
                    .header("If-None-Match", tag)
                    .header("Prefer", "wait=60")
                    .get("/job/{id}", id));
    changed(id, Map.of("labels", Map.of("seen", "yes")));

    poll.orTimeout(30, TimeUnit.SECONDS)
        .join()
        .then()
        .statusCode(200)
        .body("labels.seen", equalTo("yes"));
    client.cancel(id);
  }

  @Test
  void an_output_lives_longer_or_shorter() {
    String id = client.ended(Map.of("outputBytes", 10));
    Instant finished = Instant.parse(client.status(id).getString("finishedAt"));

    JsonPath longer = changed(id, Map.of("retain", "P7D"));
    assertThat(Duration.between(finished, Instant.parse(longer.getString("expiresAt"))))
        .isEqualTo(Duration.ofDays(7));
    String sunset = client.output(id).header("Sunset");
    assertThat(changed(id, nulls("retain")).getString("retain")).isEqualTo("PT24H");
    assertThat(client.output(id).header("Sunset")).isNotEqualTo(sunset);

    change(id, Map.of("retain", "PT0S")).then().statusCode(200).body("retain", equalTo("PT0S"));
    client.poll(id).then().spec(problem(410, "job-expired"));
    client.output(id).then().spec(problem(410, "job-expired"));
    change(id, Map.of("retain", "P1D")).then().spec(problem(409, "wrong-state"));
  }

  @Test
  void a_callback_is_added_and_taken_away() {
    String id = waiting();

    assertThat(
            changed(id, Map.of("callback", Map.of("url", "https://example.com/")))
                .getString("links.callback"))
        .endsWith("/callback");
    changed(id, Map.of("callback", Map.of("url", "https://example.com/other")));
    client.ask().get("/job/{id}/callback", id).then().body("url", endsWith("/other"));
    changed(id, Map.of("callback", Collections.singletonMap("secret", null)));
    change(id, nulls("callback")).then().body("links", not(hasKey("callback")));
    client
        .askWrongly()
        .contentType(MERGE_PATCH)
        .body(Map.of("callback", Collections.singletonMap("secret", null)))
        .patch("/job/{id}", id)
        .then()
        .spec(problem(400, "invalid-request"))
        .body("errors.pointer", hasItem("/callback/url"));
    client.cancel(id);
  }

  @Test
  void the_job_offers_the_method() {
    String id = waiting();

    client
        .askUndescribed()
        .options("/job/{id}", id)
        .then()
        .statusCode(204)
        .header("Allow", containsString("PATCH"))
        .header("Accept-Patch", MERGE_PATCH);
    client
        .askUndescribed()
        .options("/job/{id}/output", id)
        .then()
        .statusCode(204)
        .header("Accept-Patch", nullValue());
    client
        .ask()
        .contentType(ContentType.JSON)
        .body(Map.of("operation", "simulate"))
        .post("/job/{id}", id)
        .then()
        .statusCode(405)
        .header("Allow", containsString("PATCH"));
    client.cancel(id);
  }
}
