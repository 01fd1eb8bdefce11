package org.meanwhile.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.notNullValue;
import static org.meanwhile.contract.support.Problems.problem;

import io.restassured.path.json.JsonPath;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.meanwhile.contract.support.Client;
import org.meanwhile.contract.support.SharedServer;

/** The resources that the console needs beyond jobs: nodes, counts, and the history of a job. */
@Execution(ExecutionMode.SAME_THREAD)
@ExtendWith(SharedServer.class)
class OverviewIT {
  private final Client client;

  OverviewIT(Client client) {
    this.client = client;
  }

  @Test
  void it_tells_this_node_with_its_roles_and_slots() {
    client
        .ask()
        .get("/overview")
        .then()
        .statusCode(200)
        .body("nodes[0].alive", equalTo(true))
        .body("nodes[0].roles", hasItems("api", "work"))
        .body("nodes[0].slots", equalTo(8))
        .body("nodes[0].seenAt", notNullValue())
        .body("operations.name", hasItems("simulate", "sort"));
  }

  @Test
  void what_waits_runs_and_ends_is_counted() {
    String running = client.simulated(Map.of("duration", "PT10M"));
    client.awaitRunning(running);
    String later = client.accepted(Map.of("operation", "simulate", "startAt", Client.TOMORROW));
    client.ended(Map.of());

    Awaitility.await()
        .untilAsserted(
            () -> {
              JsonPath overview = client.ask().get("/overview").jsonPath();
              assertThat(overview.getLong("running")).isPositive();
              assertThat(overview.getLong("scheduled")).isPositive();
              assertThat(overview.getLong("waiting")).isPositive();
              assertThat(overview.getList("minutes.succeeded", Long.class))
                  .anySatisfy(count -> assertThat(count).isPositive());
              assertThat(overview.getList("nodes.slotsInUse", Integer.class))
                  .anySatisfy(count -> assertThat(count).isPositive());
            });
    client.cancel(running);
    client.cancel(later);
  }

  @Test
  void an_operation_tells_how_its_jobs_fared_by_minute_and_by_hour() {
    client.ended(Map.of("failAtStep", 1));
    client.ended(Map.of("duration", "PT0.2S"));
    for (String by : List.of("minute", "hour")) {
      Awaitility.await()
          .untilAsserted(
              () -> {
                JsonPath figures =
                    client.ask().get("/operation/simulate/figures?by={by}", by).jsonPath();
                assertThat(sum(figures, "made")).isGreaterThanOrEqualTo(2);
                assertThat(sum(figures, "failed")).isPositive();
                assertThat(sum(figures, "succeeded")).isPositive();
                assertThat(sum(figures, "slotsTaken")).isPositive();
                assertThat(figures.getList("items.runs.p99", Float.class))
                    .anySatisfy(seconds -> assertThat(seconds).isGreaterThan(0.15f));
                assertThat(figures.getList("items.waits.p50", Float.class))
                    .anySatisfy(seconds -> assertThat(seconds).isNotNegative());
              });
    }
  }

  private static double sum(JsonPath figures, String member) {
    return figures.getList("items." + member).stream()
        .mapToDouble(each -> Double.parseDouble(each.toString()))
        .sum();
  }

  @Test
  void figures_are_of_operations_that_are_offered_and_of_known_times() {
    client.ask().get("/operation/nothing/figures").then().spec(problem(404, "unknown-operation"));
    client
        .askWrongly()
        .get("/operation/simulate/figures?by=week")
        .then()
        .spec(problem(400, "invalid-request"));
  }

  @Test
  void a_job_that_is_tried_again_tells_its_failures() {
    String id = client.ended(Map.of("failAtStep", 1, "failure", "transient", "failAttempts", 1));

    client
        .ask()
        .get("/job/{id}/history", id)
        .then()
        .statusCode(200)
        .body("attempts.size()", equalTo(1))
        .body("attempts[0].attempt", equalTo(1))
        .body("attempts[0].outcome", equalTo("failed"))
        .body("attempts[0].node", notNullValue())
        .body("attempts[0].error.message", notNullValue());
  }

  @Test
  void a_running_job_tells_its_node() {
    String id = client.simulated(Map.of("duration", "PT10M"));
    client.awaitRunning(id);

    client
        .ask()
        .get("/job/{id}/history", id)
        .then()
        .statusCode(200)
        .body("node", notNullValue())
        .body("attempts", empty());
    client.cancel(id);
  }

  @Test
  void a_job_that_has_ended_tells_where_it_ran() {
    client
        .ask()
        .get("/job/{id}/history", client.ended(Map.of()))
        .then()
        .statusCode(200)
        .body("node", notNullValue())
        .body("attempts", empty());
  }

  @Test
  void a_job_that_is_none_has_no_history() {
    client
        .ask()
        .get("/job/{id}/history", UUID.randomUUID())
        .then()
        .spec(problem(404, "unknown-job"));
  }
}
