package org.meanwhile.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.restassured.path.json.JsonPath;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.meanwhile.cluster.support.Cluster;
import org.meanwhile.cluster.support.SharedCluster;
import org.meanwhile.contract.support.Client;
import org.meanwhile.contract.support.Listener;

/** All nodes look for callbacks to send; each callback is sent by one node. */
@Execution(ExecutionMode.SAME_THREAD)
@ExtendWith(SharedCluster.class)
class CallbacksAcrossNodesIT {
  private static final int JOBS = 90;

  private final Cluster cluster;

  CallbacksAcrossNodesIT(Cluster cluster) {
    this.cluster = cluster;
    cluster.repair();
  }

  @Test
  void no_callback_is_sent_by_two_nodes() {
    try (Listener listener = new Listener()) {
      Map<String, String> callback = Map.of("url", listener.url("/done", Listener.status(200)));
      Set<String> jobs = new HashSet<>();
      for (int i = 0; i < JOBS; i++) {
        Client client = cluster.node(i % Cluster.NODES).client();
        jobs.add(client.accepted(Map.of("operation", "simulate", "callback", callback)));
      }
      Client client = cluster.node(0).client();
      Awaitility.await("the last delivery is recorded")
          .until(
              () ->
                  cluster
                          .database()
                          .number("SELECT count(*) FROM delivery WHERE state = 'DELIVERED'")
                      >= JOBS);

      assertThat(listener.requests())
          .hasSize(JOBS)
          .noneMatch(request -> request.fields().containsKey("webhook-signature"))
          .extracting(request -> request.field("webhook-id"))
          .doesNotHaveDuplicates();
      assertThat(listener.requests())
          .extracting(request -> new JsonPath(request.body()).getString("subject"))
          .containsExactlyInAnyOrderElementsOf(jobs);
      assertThat(client.status(jobs.iterator().next()).getString("links.callback")).isNotNull();
    }
  }
}
