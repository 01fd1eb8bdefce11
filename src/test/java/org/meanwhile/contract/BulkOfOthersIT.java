package org.meanwhile.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.meanwhile.contract.support.Client;
import org.meanwhile.contract.support.TokenServer;

/** A bulk job acts with the rights of its caller, which the server has stored. */
@Execution(ExecutionMode.SAME_THREAD)
@ExtendWith(TokenServer.class)
class BulkOfOthersIT {
  private static Client operator;
  private static Client alice;
  private static Client bob;

  private final String run = UUID.randomUUID().toString();

  @BeforeAll
  static void start(TokenServer.Guarded guarded) {
    Client server = guarded.server().client();
    operator = server.with(guarded.token("bulk-operator", "operator"));
    alice = server.with(guarded.token("bulk-alice", "submitter"));
    bob = server.with(guarded.token("bulk-bob", "submitter"));
  }

  @Test
  void a_submitter_acts_on_its_own_jobs_alone() {
    String own = waiting(alice);
    String other = waiting(bob);

    String bulk = alice.accepted(cancel(Map.of("label", "run:" + run)));

    alice.awaitEnd(bulk);
    assertThat(alice.status(own).getString("status")).isEqualTo("Canceled");
    assertThat(bob.status(other).getString("status")).isEqualTo("NotStarted");
    assertThat(alice.output(bulk).asString().lines()).hasSize(1);
  }

  @Test
  void an_operator_acts_on_the_jobs_of_all_callers() {
    String first = waiting(alice);
    String second = waiting(bob);
    matches(operator, Map.of("label", "run:" + run), 2);
    matches(alice, Map.of("label", "run:" + run), 1);

    operator.awaitEnd(
        operator.accepted(cancel(Map.of("label", "run:" + run, "caller", "bulk-bob"))));
    assertThat(alice.status(first).getString("status")).isEqualTo("NotStarted");
    assertThat(bob.status(second).getString("status")).isEqualTo("Canceled");
    operator.awaitEnd(
        operator.accepted(cancel(Map.of("label", "run:" + run, "status", List.of("NotStarted")))));

    assertThat(alice.status(first).getString("status")).isEqualTo("Canceled");
  }

  @Test
  void what_an_operator_runs_again_stays_its_callers() {
    String failed =
        alice.accepted(
            Map.of(
                "operation",
                "simulate",
                "input",
                Map.of("failAtStep", 1, "failure", "permanent"),
                "labels",
                Map.of("run", run)));
    alice.awaitEnd(failed);

    String bulk =
        operator.accepted(
            Map.of(
                "operation",
                "bulk",
                "input",
                Map.of("action", "rerun", "filter", Map.of("label", "run:" + run))));

    operator.awaitEnd(bulk);
    String made = new JsonPath(operator.output(bulk).asString()).getString("job");
    assertThat(alice.status(made).getString("rerunOf")).isEqualTo(failed);
    assertThat(alice.status(made).getString("caller")).isEqualTo("bulk-alice");
  }

  @Test
  void a_bulk_job_that_an_operator_runs_again_gets_no_more_rights() {
    String own = waiting(alice);
    String bulk = alice.accepted(cancel(Map.of("label", "run:" + run)));
    alice.awaitEnd(bulk);
    assertThat(alice.status(own).getString("status")).isEqualTo("Canceled");
    String other = waiting(bob);

    String again =
        operator
            .askUndescribed()
            .post("/job/{id}/rerun", bulk)
            .then()
            .statusCode(202)
            .extract()
            .path("id");

    operator.awaitEnd(again);
    assertThat(bob.status(other).getString("status")).isEqualTo("NotStarted");
  }

  private static void matches(Client client, Map<String, ?> filter, int number) {
    client
        .askUndescribed()
        .contentType(ContentType.JSON)
        .body(cancel(filter))
        .post("/job?validate-only=true")
        .then()
        .statusCode(200)
        .body("matches", equalTo(number));
  }

  private static Map<String, ?> cancel(Map<String, ?> filter) {
    return Map.of("operation", "bulk", "input", Map.of("action", "cancel", "filter", filter));
  }

  private String waiting(Client client) {
    return client.accepted(
        Map.of("operation", "simulate", "startAt", Client.TOMORROW, "labels", Map.of("run", run)));
  }
}
