package org.meanwhile.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.restassured.path.json.JsonPath;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.meanwhile.cluster.support.Cluster;
import org.meanwhile.cluster.support.Journal;
import org.meanwhile.cluster.support.RunLog;
import org.meanwhile.cluster.support.SharedCluster;
import org.meanwhile.contract.support.Client;
import org.meanwhile.contract.support.Crowd;
import org.meanwhile.contract.support.Events;
import org.meanwhile.contract.support.Server;

/** A client may ask any node. */
@Execution(ExecutionMode.SAME_THREAD)
@ExtendWith(SharedCluster.class)
class AcrossNodesIT {
  /** One is read while the others wait for their turn. */
  private static final int LISTS = 8;

  private final Cluster cluster;
  private final String job;
  private Server runner;
  private Client elsewhere;

  AcrossNodesIT(Cluster cluster) {
    this.cluster = cluster;
    cluster.repair();
    this.job = cluster.submit(cluster.node(0), new Journal.Input(20_000, 0, false));
  }

  @BeforeEach
  void findRunner() {
    runner = cluster.awaitRunner(job);
    elsewhere =
        cluster.nodes().stream()
            .filter(node -> node != runner)
            .findFirst()
            .map(Server::client)
            .orElseThrow();
  }

  @Test
  void a_cancellation_reaches_the_run_on_another_node() {
    elsewhere.cancel(job).then().statusCode(200).body("cancelRequested", equalTo(true));

    assertThat(elsewhere.awaitEnd(job).getString("status")).isEqualTo("Canceled");
    assertThat(cluster.log().lines(line -> line.job().equals(job)))
        .extracting(RunLog.Line::event)
        .containsExactly(RunLog.Event.START, RunLog.Event.STOPPED);
    elsewhere.output(job).then().statusCode(410);
  }

  @Test
  void progress_on_another_node_is_seen_while_it_is_made() {
    JsonPath first = elsewhere.await(job, status -> done(status) > 0);
    JsonPath second = elsewhere.await(job, status -> done(status) > done(first));

    assertThat(first.getString("status")).isEqualTo("Running");
    assertThat(second.getString("status")).isEqualTo("Running");
    elsewhere.cancel(job).then().statusCode(200);
  }

  @Test
  void who_waits_elsewhere_is_told_of_each_change_and_of_the_end() {
    try (Crowd crowd = new Crowd(elsewhere.base().getPort())) {
      Crowd.Visit stream = crowd.get("/job/" + job + "/events");
      Crowd.Visit wait = crowd.get("/job/" + job + "/status", "Prefer: wait=60");
      Awaitility.await("progress")
          .until(
              () -> Events.in(stream).all().stream().map(Events.Event::id).distinct().count() >= 3);
      assertThat(wait.isOver()).isFalse();

      runner.client().cancel(job).then().statusCode(200);
      crowd.awaitAll(Duration.ofSeconds(50));

      assertThat(Events.in(stream).last().status()).isEqualTo("Canceled");
      assertThat(wait.text()).startsWith("HTTP/1.1 200 ").contains("\"Canceled\"");
    }
  }

  @Test
  void who_waits_elsewhere_for_a_list_is_told_of_a_job_that_comes() {
    try (Crowd crowd = new Crowd(elsewhere.base().getPort())) {
      // A list of ended jobs: jobs that change by themselves do not disturb it.
      String ended = "/job?limit=1&status=Canceled";
      Crowd.Visit list =
          crowd.get(
              ended,
              "Prefer: wait=60",
              "If-None-Match: " + elsewhere.ask().get(ended).header("ETag"));
      runner.client().cancel(job).then().statusCode(200);
      crowd.awaitAll(Duration.ofSeconds(50));

      assertThat(list.text()).startsWith("HTTP/1.1 200 ").contains(job);
    }
  }

  @Test
  void lists_of_a_caller_wait_for_their_turn_up_to_a_limit_however_slow_the_database_is()
      throws Exception {
    List<CompletableFuture<Integer>> lists;
    try (Connection held = cluster.database().source().getConnection();
        Statement locking = held.createStatement()) {
      held.setAutoCommit(false);
      locking.execute("LOCK TABLE job IN ACCESS EXCLUSIVE MODE");
      lists =
          IntStream.range(0, LISTS + 3)
              .mapToObj(
                  i ->
                      CompletableFuture.supplyAsync(this::listed, body -> new Thread(body).start()))
              .toList();
      Awaitility.await().until(() -> lists.stream().filter(Future::isDone).count() == 3);
    }

    assertThat(lists)
        .extracting(CompletableFuture::join)
        .filteredOn(status -> status == 429)
        .hasSize(3);
    assertThat(lists).extracting(CompletableFuture::join).filteredOn(s -> s == 200).hasSize(LISTS);
  }

  private int listed() {
    return elsewhere.ask().get("/job?label=no:such").statusCode();
  }

  private static int done(JsonPath status) {
    return status.get("progress.done") == null ? 0 : status.getInt("progress.done");
  }
}
