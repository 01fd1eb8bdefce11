package org.meanwhile.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.restassured.path.json.JsonPath;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.meanwhile.cluster.support.Cluster;
import org.meanwhile.cluster.support.SharedCluster;
import org.meanwhile.contract.support.Client;
import org.meanwhile.contract.support.Server;

/** A job is changed through one node while another runs it. */
@Execution(ExecutionMode.SAME_THREAD)
@ExtendWith(SharedCluster.class)
class SuspendingAcrossNodesIT {
  private final Cluster cluster;
  private final String job;
  private final Server runner;
  private final Client elsewhere;

  SuspendingAcrossNodesIT(Cluster cluster) {
    this.cluster = cluster;
    cluster.repair();
    this.job =
        cluster
            .node(0)
            .client()
            .simulated(Map.of("duration", "PT20S", "steps", 2000, "outputBytes", 2000));
    this.runner = runner();
    this.elsewhere =
        cluster.nodes().stream()
            .filter(node -> node != runner)
            .findFirst()
            .map(Server::client)
            .orElseThrow();
  }

  private Server runner() {
    Client client = cluster.node(0).client();
    client.awaitRunning(job);
    String name = client.ask().get("/job/{id}/history", job).path("node");
    return cluster.nodes().stream()
        .filter(node -> name.startsWith(node.pid() + "@"))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no node is " + name));
  }

  private void change(Client client, Map<String, ?> patch) {
    client
        .ask()
        .contentType("application/merge-patch+json")
        .body(patch)
        .patch("/job/{id}", job)
        .then()
        .statusCode(200);
  }

  private static boolean isHeld(JsonPath document) {
    return document.getString("status").equals("NotStarted")
        && document.getList("waitingFor") != null;
  }

  @Test
  void a_run_on_another_node_is_suspended_and_goes_on_anywhere() {
    change(elsewhere, Map.of("suspended", true));

    assertThat(elsewhere.await(job, SuspendingAcrossNodesIT::isHeld).getInt("attempt")).isZero();
    runner.client().await(job, SuspendingAcrossNodesIT::isHeld);

    change(runner.client(), Map.of("suspended", false));
    elsewhere.awaitRunning(job);
    change(elsewhere, Map.of("timeout", "PT0.001S"));
    assertThat(elsewhere.awaitEnd(job).getString("error.code")).isEqualTo("timed-out");
  }

  @Test
  void a_deadline_reaches_the_run_on_another_node() {
    change(elsewhere, Map.of("deadline", Instant.now().plusSeconds(2).toString()));

    assertThat(elsewhere.awaitEnd(job).getString("error.code")).isEqualTo("deadline-passed");
  }

  @Test
  void a_suspended_job_survives_the_node_that_was_about_to_suspend_it() {
    change(elsewhere, Map.of("suspended", true));
    runner.kill();

    elsewhere.await(job, SuspendingAcrossNodesIT::isHeld);
    cluster.repair();
    assertThat(isHeld(elsewhere.status(job))).isTrue();
    change(elsewhere, Map.of("suspended", false));
    elsewhere.awaitRunning(job);
    elsewhere.cancel(job);
  }
}
