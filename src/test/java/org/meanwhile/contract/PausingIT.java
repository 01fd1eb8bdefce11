package org.meanwhile.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.meanwhile.contract.support.Problems.problem;

import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.meanwhile.contract.support.Client;
import org.meanwhile.contract.support.Metric;
import org.meanwhile.contract.support.OperatedServer;

/** Operators pause operations and drain nodes. */
@Execution(ExecutionMode.SAME_THREAD)
@ResourceLock("operated")
@ExtendWith(OperatedServer.class)
class PausingIT {
  private static final String PATCH = "application/merge-patch+json";
  private static final String REASON = "the receiver is down";

  private static OperatedServer.Operated operated;
  private static Client alice;
  private static Client operator;

  @BeforeAll
  static void start(OperatedServer.Operated shared) {
    operated = shared;
    alice = shared.client("alice", "submitter");
    operator = shared.client("olga", "operator");
  }

  @AfterEach
  void goOn() {
    pause("{\"paused\":false}").then().statusCode(200);
    drain(node(), "{\"draining\":false}").then().statusCode(200);
  }

  private static Response pause(String patch) {
    return operator.askWrongly().contentType(PATCH).body(patch).patch("/operation/simulate");
  }

  private static Response drain(String node, String patch) {
    return operator.askWrongly().contentType(PATCH).body(patch).patch("/node/{id}", node);
  }

  private static String node() {
    return operator.ask().get("/node").path("items.find { it.alive }.id");
  }

  @Test
  void jobs_of_a_paused_operation_are_accepted_and_wait_and_runs_go_on() {
    String running = alice.simulated(Map.of("duration", "PT10M"));
    alice.awaitRunning(running);
    pause("{\"paused\":true,\"reason\":\"" + REASON + "\"}")
        .then()
        .statusCode(200)
        .body("paused", equalTo(true))
        .body("reason", equalTo(REASON));

    Response accepted = alice.post(Map.of("operation", "simulate"));
    String id = accepted.then().statusCode(202).extract().path("id");

    accepted.then().body("waitingFor.kind", contains("operation-paused"));
    alice
        .ask()
        .get("/job/{id}/status", id)
        .then()
        .header("Retry-After", "30")
        .body("status", equalTo("NotStarted"))
        .body("waitingFor[0].kind", equalTo("operation-paused"))
        .body("waitingFor[0].reason", equalTo(REASON))
        .body("waitingFor[0].since", notNullValue())
        .body("queuePosition", nullValue())
        .body("estimatedFinishAt", nullValue());
    assertThat(alice.status(running).getString("status")).isEqualTo("Running");
    assertThat(alice.status(running).getList("waitingFor")).isNull();
    // Others are claimed meanwhile, which shows that this one could have been.
    assertThat(alice.awaitEnd(alice.accepted(Map.of("operation", "tick"))).getString("status"))
        .isEqualTo("Succeeded");
    assertThat(alice.status(id).getString("status")).isEqualTo("NotStarted");
    assertThat(Metric.of("meanwhile_operations_paused").read(operator)).isEqualTo(1);

    pause("{\"paused\":false}").then().body("paused", equalTo(false)).body("reason", nullValue());
    JsonPath ended = alice.awaitEnd(id);
    assertThat(ended.getString("status")).isEqualTo("Succeeded");
    assertThat(ended.getList("waitingFor")).isNull();
    alice.cancel(running);
  }

  @Test
  void a_failed_attempt_waits_for_the_end_of_the_pause_too() {
    // Fails after 4 s: the pause comes during the first attempt.
    Map<String, ?> input =
        Map.of(
            "duration", "PT8S",
            "steps", 2,
            "failAtStep", 1,
            "failure", "transient",
            "failAttempts", 1);
    String id = alice.simulated(input);
    alice.awaitRunning(id);
    pause("{\"paused\":true}").then().statusCode(200);

    // Its back-off is over, and another job is claimed after that.
    alice.await(
        id,
        status ->
            status.getList("waitingFor") != null
                && Instant.parse(status.getString("startAt")).isBefore(Instant.now()));
    alice.awaitEnd(alice.accepted(Map.of("operation", "tick")));

    assertThat(alice.status(id).getString("status")).isEqualTo("NotStarted");
    assertThat(alice.status(id).getInt("attempt")).isEqualTo(1);
    pause("{\"paused\":false}");
    assertThat(alice.awaitEnd(id).getString("status")).isEqualTo("Succeeded");
  }

  @Test
  void a_paused_job_is_cancelled_at_once() {
    pause("{\"paused\":true}");
    String id = alice.accepted(Map.of("operation", "simulate"));

    alice.cancel(id).then().statusCode(200).body("status", equalTo("Canceled"));
  }

  @Test
  void the_catalogue_tells_everybody_and_the_list_agrees() {
    alice.ask().get("/operation/simulate").then().body("paused", equalTo(false));
    pause("{\"paused\":true,\"reason\":\"" + REASON + "\"}");

    alice
        .ask()
        .get("/operation/simulate")
        .then()
        .body("paused", equalTo(true))
        .body("reason", equalTo(REASON));
    alice
        .ask()
        .get("/operation")
        .then()
        .body("items.findAll { it.paused }.name", contains("simulate"));
  }

  @Test
  void a_pause_is_merged() {
    pause("{}").then().statusCode(200).body("paused", equalTo(false));
    pause("{\"reason\":\"x\"}").then().spec(problem(409, "wrong-state"));
    pause("{\"reason\":null}").then().statusCode(200).body("paused", equalTo(false));
    pause("{\"paused\":true}").then().body("paused", equalTo(true)).body("reason", nullValue());
    pause("{\"reason\":\"x\"}").then().body("reason", equalTo("x"));
    pause("{\"paused\":true}").then().body("reason", equalTo("x"));
    pause("{\"paused\":true,\"reason\":null}")
        .then()
        .body("paused", equalTo(true))
        .body("reason", nullValue());
    pause("{\"paused\":null}").then().statusCode(200).body("paused", equalTo(false));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/paused | {\"paused\":1}",
        "/paused | {\"paused\":\"true\"}",
        "/reason | {\"paused\":true,\"reason\":7}",
        "/reason | {\"paused\":true,\"reason\":\"\"}",
        "/reason | {\"paused\":true,\"reason\":\"a\\nb\"}",
        "/reason | {\"paused\":false,\"reason\":\"x\"}",
        "/name | {\"paused\":true,\"name\":\"x\"}",
        "'' | [true]",
      })
  void what_cannot_be_meant_is_pointed_at_and_changes_nothing(String pointer, String patch) {
    pause(patch)
        .then()
        .spec(problem(400, "invalid-request"))
        .body("errors.pointer", hasItem(pointer));
    alice.ask().get("/operation/simulate").then().body("paused", equalTo(false));
  }

  @Test
  void only_operators_pause_and_only_by_a_merge_patch_of_what_there_is() {
    alice
        .ask()
        .contentType(PATCH)
        .body("{\"paused\":true}")
        .patch("/operation/simulate")
        .then()
        .spec(problem(403, "forbidden"));
    operator
        .askWrongly()
        .contentType("application/json")
        .body("{\"paused\":true}")
        .patch("/operation/simulate")
        .then()
        .spec(problem(415, "unsupported-media-type"))
        .header("Accept-Patch", PATCH);
    operator
        .ask()
        .contentType(PATCH)
        .body("{\"paused\":true}")
        .patch("/operation/fly")
        .then()
        .spec(problem(404, "unknown-operation"));
    alice.ask().get("/operation/simulate").then().body("paused", equalTo(false));
  }

  @Test
  void who_may_not_use_an_operation_does_not_see_it() {
    alice
        .ask()
        .get("/operation")
        .then()
        .body("items.name", contains("bulk", "resize", "simulate", "tick"));
    alice.ask().get("/operation/sort").then().spec(problem(404, "unknown-operation"));
    operated
        .client("sam", "submitter,sorters")
        .ask()
        .get("/operation")
        .then()
        .body("items.name", hasItem("sort"));
  }

  @Test
  void a_draining_node_claims_nothing_ends_what_it_has_and_serves() throws Exception {
    String running = alice.simulated(Map.of("duration", "PT2S"));
    alice.awaitRunning(running);
    String node = node();

    drain(node, "{\"draining\":true}")
        .then()
        .statusCode(200)
        .body("id", equalTo(node))
        .body("draining", equalTo(true))
        .body("alive", equalTo(true));
    String waiting = alice.simulated(Map.of());

    assertThat(alice.awaitEnd(running).getString("status")).isEqualTo("Succeeded");
    Awaitility.await()
        .until(() -> operator.ask().get("/node").<Integer>path("items[0].slotsInUse") == 0);
    operator.ask().get("/node").then().body("items[0].draining", equalTo(true));
    assertThat(alice.status(waiting).getString("status")).isEqualTo("NotStarted");
    assertThat(operated.server().isReady()).isTrue();
    drain(node, "{\"draining\":false}").then().body("draining", equalTo(false));
    assertThat(alice.awaitEnd(waiting).getString("status")).isEqualTo("Succeeded");
  }

  @Test
  void nodes_are_told_and_drained_by_operators_alone() {
    operator
        .ask()
        .get("/node")
        .then()
        .statusCode(200)
        .body("items[0].alive", equalTo(true))
        .body("items[0].roles", hasItems("api", "work"))
        .body("items[0].slots", equalTo(8))
        .body("items[0].name", notNullValue())
        .body("items[0].startedAt", notNullValue())
        .body("items[0].seenAt", notNullValue());
    alice.ask().get("/node").then().spec(problem(403, "forbidden"));
    alice
        .ask()
        .contentType(PATCH)
        .body("{\"draining\":true}")
        .patch("/node/{id}", node())
        .then()
        .spec(problem(403, "forbidden"));
  }

  @ParameterizedTest
  @CsvSource({"If-Match, '\"1\"', 412", "If-Match, *, 200", "If-None-Match, *, 412"})
  void what_has_no_tags_meets_no_condition_on_them(String field, String value, int status) {
    for (String path : List.of("/operation/simulate", "/node/" + node())) {
      operator
          .ask()
          .contentType(PATCH)
          .header(field, value)
          .body("{}")
          .patch(path)
          .then()
          .statusCode(status);
    }
  }

  @Test
  void a_node_that_is_none_or_a_patch_that_is_none() {
    drain(UUID.randomUUID().toString(), "{\"draining\":true}")
        .then()
        .spec(problem(404, "unknown-node"));
    drain("node-1", "{\"draining\":true}").then().spec(problem(404, "unknown-node"));
    drain(node(), "{\"draining\":\"yes\"}")
        .then()
        .spec(problem(400, "invalid-request"))
        .body("errors.pointer", hasItem("/draining"));
    drain(node(), "{\"alive\":false}").then().spec(problem(400, "invalid-request"));
    drain(node(), "{}").then().statusCode(200).body("draining", equalTo(false));
    operator
        .askWrongly()
        .contentType("application/json")
        .body("{}")
        .patch("/node/{id}", node())
        .then()
        .spec(problem(415, "unsupported-media-type"))
        .header("Accept-Patch", PATCH);
  }

  @Test
  void what_operators_do_is_audited() {
    String node = node();
    pause("{\"paused\":true}");
    pause("{\"paused\":true}");
    pause("{\"paused\":false}");
    drain(node, "{\"draining\":true}");
    drain(node, "{\"draining\":false}");

    assertThat(operated.server().logLines(line -> line.contains("\"operation_paused\"")))
        .anyMatch(line -> line.contains("\"olga\"") && line.contains("\"simulate\""));
    assertThat(operated.server().logLines(line -> line.contains("\"operation_resumed\"")))
        .isNotEmpty();
    assertThat(operated.server().logLines(line -> line.contains("\"node_drained\"")))
        .anyMatch(line -> line.contains(node));
    assertThat(operated.server().logLines(line -> line.contains("\"node_resumed\""))).isNotEmpty();
  }
}
