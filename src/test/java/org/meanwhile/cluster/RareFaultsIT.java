package org.meanwhile.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.restassured.path.json.JsonPath;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.meanwhile.cluster.support.Checker.Guarantee;
import org.meanwhile.cluster.support.Cluster;
import org.meanwhile.cluster.support.ImpatientClient;
import org.meanwhile.cluster.support.Misbehaving;
import org.meanwhile.cluster.support.Misbehaving.How;
import org.meanwhile.cluster.support.PatientClient;
import org.meanwhile.cluster.support.SharedCluster;
import org.meanwhile.cluster.support.UnderLoad;
import org.meanwhile.contract.support.Server;

/**
 * Faults that are rare, and none of the network: an operation that takes its process down or leaks,
 * and a table that somebody else has locked.
 */
@Execution(ExecutionMode.SAME_THREAD)
@ExtendWith(SharedCluster.class)
class RareFaultsIT extends UnderLoad {
  private static final Duration LIMIT = Duration.ofMinutes(3);
  private static final int LOCK_SECONDS = 30;

  RareFaultsIT(Cluster cluster) {
    super(cluster);
  }

  @ParameterizedTest
  @EnumSource(names = {"EXIT", "EXIT_BY_THREAD"})
  @EnabledIfSystemProperty(named = "faults", matches = ".*")
  void a_run_that_ends_its_process_does_so_to_three_nodes_and_to_no_more(How how) {
    load.start();
    load.awaitMore(20);
    Server first = cluster.node(0);
    String job = new PatientClient(first).accepted(Misbehaving.job(how));
    Awaitility.await("it has ended all nodes")
        .atMost(LIMIT)
        .until(() -> cluster.nodes().stream().noneMatch(Server::isAlive));
    cluster.repair();

    JsonPath status = awaitEnd(job);
    assertThat(status.getString("status")).isEqualTo("Failed");
    assertThat(status.getString("error.type")).endsWith("/poison");
    load.awaitMore(20);
    assertThat(cluster.nodes()).allMatch(Server::isAlive);
    check(Set.of(Guarantee.NEVER_TWO_AT_A_TIME));
  }

  @Test
  @EnabledIfSystemProperty(named = "faults", matches = ".*")
  void a_job_table_that_is_locked_for_long_loses_nothing() throws Exception {
    load.start();
    load.awaitMore(50);
    CountDownLatch locked = new CountDownLatch(1);
    CompletableFuture<Void> lock = CompletableFuture.runAsync(() -> lockJobs(locked));
    locked.await();
    List<Integer> answers = new ArrayList<>();
    Duration slowest = Duration.ZERO;
    while (!lock.isDone()) {
      long sentNanos = System.nanoTime();
      Server node = cluster.node(answers.size() % Cluster.NODES);
      HttpResponse<String> answer =
          new PatientClient(node).send("POST", "/job", Map.of(), "{\"operation\": \"simulate\"}");
      answers.add(answer.statusCode());
      Duration took = Duration.ofNanos(System.nanoTime() - sentNanos);
      slowest = took.compareTo(slowest) > 0 ? took : slowest;
    }
    lock.join();
    long freeNanos = System.nanoTime();
    load.awaitMore(20);
    report("answers " + answers + ", the slowest after " + slowest + "; 20 more jobs", freeNanos);

    assertThat(answers).isNotEmpty().isSubsetOf(202, 503);
    assertThat(cluster.nodes()).allMatch(Server::isAlive);
    check(Set.of(Guarantee.NEVER_TWO_AT_A_TIME));
  }

  private void lockJobs(CountDownLatch locked) {
    try (Connection connection = cluster.database().source().getConnection();
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.execute("LOCK TABLE job IN ACCESS EXCLUSIVE MODE");
      locked.countDown();
      statement.execute("SELECT pg_sleep(" + LOCK_SECONDS + ")");
      connection.rollback();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    } finally {
      locked.countDown();
    }
  }

  @Test
  @EnabledIfSystemProperty(named = "faults", matches = ".*")
  void threads_and_files_that_an_operation_leaks_are_its_nodes_and_end_with_it() throws Exception {
    load.start();
    PatientClient client = new PatientClient(cluster.node(0));
    List<String> jobs = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      jobs.add(client.accepted(Misbehaving.job(i % 2 == 0 ? How.THREADS : How.FILES)));
    }
    for (String job : jobs) {
      assertThat(awaitEnd(job).getString("status")).isEqualTo("Succeeded");
    }
    load.awaitMore(20);
    for (Server node : cluster.nodes()) {
      long beginNanos = System.nanoTime();
      node.stop();
      report("stop of a node with leaked threads", beginNanos);
      node.start();
    }
    check(Set.of(Guarantee.NEVER_TWO_AT_A_TIME));
  }

  @Test
  @EnabledIfSystemProperty(named = "faults", matches = ".*")
  void a_heap_that_fills_slowly_ends_its_node_which_comes_back_clean() throws Exception {
    load.start();
    load.awaitMore(20);
    List<String> jobs = new ArrayList<>();
    Awaitility.await("a heap is full")
        .atMost(LIMIT)
        .pollInterval(Duration.ofMillis(200))
        .until(
            () -> {
              for (Server node : cluster.nodes()) {
                new ImpatientClient()
                    .ask(node, "POST", "/job", Misbehaving.job(How.HEAP))
                    .flatMap(ImpatientClient::accepted)
                    .ifPresent(jobs::add);
              }
              return !cluster.nodes().stream().allMatch(Server::isAlive);
            });
    report("jobs that leaked 12 MB each: " + jobs.size(), System.nanoTime());
    for (String job : jobs) {
      // Each start of a node gives room for some of those that wait.
      Awaitility.await(job).atMost(LIMIT).until(() -> hasEndedAmongRestarts(job));
    }
    cluster.repair();
    load.awaitMore(20);
    check(Set.of(Guarantee.NEVER_TWO_AT_A_TIME));
  }

  private boolean hasEndedAmongRestarts(String job) {
    cluster.repair();
    return new ImpatientClient()
        .get(cluster.node(0), "/job/" + job + "/status")
        .filter(answer -> answer.statusCode() == 200)
        .map(answer -> JsonPath.from(answer.body()).getString("status"))
        .filter(status -> List.of("Succeeded", "Failed").contains(status))
        .isPresent();
  }

  private JsonPath awaitEnd(String job) {
    PatientClient client = new PatientClient(cluster.node(0));
    return Awaitility.await("the end of " + job)
        .atMost(LIMIT)
        .ignoreExceptions()
        .until(
            () -> JsonPath.from(client.send("GET", "/job/" + job + "/status", Map.of(), "").body()),
            status -> List.of("Succeeded", "Failed").contains(status.getString("status")));
  }
}
