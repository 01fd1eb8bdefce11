package org.meanwhile.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.meanwhile.cluster.support.Cluster;
import org.meanwhile.cluster.support.Journal;
import org.meanwhile.cluster.support.OwnCluster;
import org.meanwhile.contract.support.Client;
import org.meanwhile.contract.support.Server;

/** What an operator asks of one node holds on all of them, and the clock strikes once. */
@Execution(ExecutionMode.SAME_THREAD)
@ExtendWith(OwnCluster.class)
class OperatorsAcrossNodesIT {
  private static final String PATCH = "application/merge-patch+json";
  private static final Journal.Input BRIEF = new Journal.Input(10, 0, false);

  private final Cluster cluster;

  OperatorsAcrossNodesIT(Cluster cluster) {
    this.cluster = cluster;
  }

  @BeforeEach
  void repair() {
    cluster.repair();
  }

  private Client client(int node) {
    return cluster.node(node).client();
  }

  private void pause(int node, boolean paused) {
    client(node)
        .ask()
        .contentType(PATCH)
        .body(Map.of("paused", paused))
        .patch("/operation/journal")
        .then()
        .statusCode(200)
        .body("paused", equalTo(paused));
  }

  private static boolean tellsPause(Server node) {
    return node.client().ask().get("/operation/journal").<Boolean>path("paused");
  }

  @Test
  void a_pause_holds_on_every_node_through_a_restart() {
    pause(0, true);
    Awaitility.await()
        .until(() -> cluster.nodes().stream().allMatch(OperatorsAcrossNodesIT::tellsPause));

    String job = cluster.submit(cluster.node(1), BRIEF);
    cluster.node(0).kill();
    cluster.repair();

    for (Server node : cluster.nodes()) {
      assertThat(tellsPause(node)).isTrue();
      Client client = node.client();
      // Other jobs are claimed meanwhile, so this one could have been.
      client.awaitEnd(client.accepted(Map.of("operation", "simulate")));
      assertThat(client.status(job).getString("status")).isEqualTo("NotStarted");
      assertThat(client.status(job).getString("waitingFor[0].kind")).isEqualTo("operation-paused");
    }
    assertThat(cluster.log().nodesOf(job)).isEmpty();

    pause(2, false);
    assertThat(client(1).awaitEnd(job).getString("status")).isEqualTo("Succeeded");
  }

  @Test
  void a_node_that_another_one_was_asked_to_drain_claims_no_more() {
    List<String> alive = client(0).ask().get("/node").path("items.findAll { it.alive }.id");
    assertThat(alive).hasSize(Cluster.NODES);
    drain(alive.get(0), true);
    drain(alive.get(1), true);

    Set<Long> runners = new HashSet<>();
    for (int i = 0; i < 20; i++) {
      String job = cluster.submit(cluster.node(i % Cluster.NODES), BRIEF);
      assertThat(client(0).awaitEnd(job).getString("status")).isEqualTo("Succeeded");
      runners.addAll(cluster.log().nodesOf(job));
    }

    assertThat(runners).hasSize(1);
    client(2)
        .ask()
        .get("/node")
        .then()
        .body("items.findAll { it.alive && it.draining }.size()", equalTo(2));
    drain(alive.get(0), false);
    drain(alive.get(1), false);
  }

  private void drain(String node, boolean draining) {
    client(2)
        .ask()
        .contentType(PATCH)
        .body(Map.of("draining", draining))
        .patch("/node/{id}", node)
        .then()
        .statusCode(200)
        .body("draining", equalTo(draining));
  }

  @Test
  void a_schedule_fires_once_whoever_is_there_and_whoever_dies() {
    client(0)
        .ask()
        .contentType(ContentType.JSON)
        .body(Map.of("cron", "* * * * *", "job", Map.of("operation", "journal", "input", BRIEF)))
        .put("/schedule/minutely")
        .then()
        .statusCode(201);
    JsonPath first = awaitFireAfter(Instant.EPOCH);
    cluster.node(0).kill();
    awaitFireAfter(Instant.parse(first.getString("lastFireAt")));
    client(1).ask().delete("/schedule/minutely").then().statusCode(204);

    List<Map<String, String>> jobs =
        client(1)
            .ask()
            .get("/job?operation=journal&limit=200")
            .jsonPath()
            .<Map<String, String>>getList("items")
            .stream()
            .filter(job -> "minutely".equals(job.get("schedule")))
            .toList();
    assertThat(jobs).hasSizeGreaterThanOrEqualTo(2);
    assertThat(jobs)
        .extracting(job -> Instant.parse(job.get("createdAt")).truncatedTo(ChronoUnit.MINUTES))
        .doesNotHaveDuplicates();
    for (Map<String, String> job : jobs) {
      assertThat(client(1).awaitEnd(job.get("id")).getString("status")).isEqualTo("Succeeded");
    }
  }

  private JsonPath awaitFireAfter(Instant time) {
    return Awaitility.await("a fire after " + time)
        .atMost(Duration.ofSeconds(150))
        .pollInterval(Duration.ofMillis(300))
        .until(
            () -> client(1).ask().get("/schedule/minutely").jsonPath(),
            schedule ->
                schedule.get("lastFireAt") != null
                    && Instant.parse(schedule.getString("lastFireAt")).isAfter(time));
  }
}
