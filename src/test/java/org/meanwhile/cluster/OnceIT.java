package org.meanwhile.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.restassured.path.json.JsonPath;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.meanwhile.cluster.support.Cluster;
import org.meanwhile.cluster.support.SharedCluster;
import org.meanwhile.contract.support.Client;
import org.meanwhile.contract.support.Server;

/** A request that is sent to several nodes creates one job, even when its answers are lost. */
@Execution(ExecutionMode.SAME_THREAD)
@ExtendWith(SharedCluster.class)
class OnceIT {
  private static final int KEYS = 60;
  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private final Cluster cluster;
  private final String batch = UUID.randomUUID().toString();

  OnceIT(Cluster cluster) {
    this.cluster = cluster;
  }

  @BeforeEach
  void repairCluster() {
    cluster.repair();
  }

  @Test
  void a_key_is_the_same_on_every_node() {
    for (int key = 0; key < KEYS; key++) {
      int k = key;
      List<CompletableFuture<String>> answers =
          cluster.nodes().stream().map(node -> post(node, k)).toList();
      assertThat(answers.stream().map(CompletableFuture::join).distinct())
          .hasSize(1)
          .doesNotContainNull();
    }
    assertThat(jobs()).hasSize(KEYS);
  }

  @Test
  void a_node_that_dies_before_it_answers_has_made_one_job_or_none() {
    Server victim = cluster.node(0);
    List<CompletableFuture<String>> lost =
        new ArrayList<>(IntStream.range(0, KEYS).mapToObj(key -> post(victim, key)).toList());
    CompletableFuture.anyOf(lost.toArray(CompletableFuture[]::new)).join();
    victim.kill();

    for (int key = 0; key < KEYS; key++) {
      String first = lost.get(key).join();
      String repeated = post(cluster.node(1), key).join();
      assertThat(repeated).isNotNull();
      if (first != null) {
        assertThat(repeated).as("key %s, answered before the crash", key).isEqualTo(first);
      }
    }
    assertThat(jobs()).hasSize(KEYS);
    assertThat(lost.stream().map(CompletableFuture::join).filter(Objects::isNull))
        .as("answers that the crash took")
        .isNotEmpty();
  }

  /** The id of the job; null when there was no answer. */
  private CompletableFuture<String> post(Server node, int key) {
    HttpRequest request =
        HttpRequest.newBuilder(node.uri().resolve("/job"))
            .header("Content-Type", "application/json")
            .header("Idempotency-Key", batch + "-" + key)
            .POST(
                BodyPublishers.ofString(
                    "{\"operation\":\"simulate\",\"labels\":{\"batch\":\"%s\"},\"startAt\":\"%s\"}"
                        .formatted(batch, Client.TOMORROW)))
            .build();
    return HTTP.sendAsync(request, BodyHandlers.discarding())
        .handle(
            (answer, failure) ->
                failure != null || answer.statusCode() != 202
                    ? null
                    : answer.headers().firstValue("Location").orElseThrow().replaceAll(".*/", ""));
  }

  private List<String> jobs() {
    JsonPath page =
        cluster
            .node(1)
            .client()
            .ask()
            .queryParam("label", "batch:" + batch)
            .queryParam("limit", 200)
            .get("/job")
            .jsonPath();
    return page.getList("items.id");
  }
}
