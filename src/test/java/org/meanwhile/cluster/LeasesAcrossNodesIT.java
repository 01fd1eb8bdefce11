package org.meanwhile.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.meanwhile.cluster.support.Cluster;
import org.meanwhile.cluster.support.OwnCluster;
import org.meanwhile.contract.support.Client;
import org.meanwhile.contract.support.WorkerClient;

/**
 * Leases hold on every node, through the death of nodes and workers: no job is lost or done twice.
 */
@Execution(ExecutionMode.SAME_THREAD)
@ExtendWith(OwnCluster.class)
class LeasesAcrossNodesIT {
  private static final int JOBS = 60;
  private static final int WORKERS = 4;

  private final Cluster cluster;

  LeasesAcrossNodesIT(Cluster cluster) {
    this.cluster = cluster;
  }

  @BeforeEach
  void repair() {
    cluster.repair();
  }

  private Client client(int node) {
    return cluster.node(node).client();
  }

  private WorkerClient.Lease at(int node, WorkerClient.Lease lease) {
    String path = lease.uri().substring(lease.uri().indexOf("/lease/"));
    return new WorkerClient.Lease(cluster.node(node).uri() + path, lease.document());
  }

  @Test
  void a_lease_outlives_the_node_that_gave_it() {
    String job = client(1).accepted(Map.of("operation", "steady"));
    WorkerClient.Lease lease = new WorkerClient(client(0)).lease("steady");
    assertThat(lease.job()).isEqualTo(job);
    WorkerClient other = new WorkerClient(client(1));
    other.patch(at(1, lease), "{}").then().statusCode(200);

    cluster.node(0).kill();
    Awaitility.await("node 0 to be taken for dead")
        .until(
            () -> client(1).ask().get("/node").<List<Boolean>>path("items.alive"),
            alive -> alive.contains(false));

    other.patch(at(1, lease), "{\"message\":\"on\"}").then().statusCode(200);
    assertThat(client(2).status(job).getString("progress.message")).isEqualTo("on");
    new WorkerClient(client(2)).succeed(at(2, lease)).then().statusCode(200);
    other.succeed(at(1, lease)).then().statusCode(200);
    assertThat(client(1).status(job).getString("status")).isEqualTo("Succeeded");
    assertThat(client(1).status(job).getInt("attempt")).isEqualTo(1);
    assertThat(client(1).ask().get("/job/{id}/history", job).<List<?>>path("attempts")).isEmpty();
  }

  @Test
  void a_worker_that_waits_on_one_node_gets_a_job_of_another() {
    CompletableFuture<Response> held =
        CompletableFuture.supplyAsync(
            () -> new WorkerClient(client(0)).ask(Map.of("operations", List.of("steady")), 60));

    String job = client(2).accepted(Map.of("operation", "steady"));

    WorkerClient.Lease lease = WorkerClient.all(held.join()).get(0);
    assertThat(lease.job()).isEqualTo(job);
    new WorkerClient(client(1)).succeed(at(1, lease)).then().statusCode(200);
  }

  /** Which lease has ended a job, by its own account. */
  private final Map<String, List<String>> ends = new ConcurrentHashMap<>();

  private final AtomicBoolean done = new AtomicBoolean();
  private final HttpClient http =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

  @Test
  void no_job_is_lost_or_done_twice_whoever_dies() throws Exception {
    List<String> jobs = new ArrayList<>();
    for (int i = 0; i < JOBS; i++) {
      jobs.add(client(i % Cluster.NODES).accepted(Map.of("operation", "shaky")));
    }
    ExecutorService workers = Executors.newFixedThreadPool(WORKERS);
    for (int i = 0; i < WORKERS; i++) {
      int seed = i;
      workers.execute(() -> work(new Random(seed)));
    }
    Awaitility.await().until(() -> ends.size() >= JOBS / 4);
    cluster.node(2).kill();

    Awaitility.await("the end of all jobs")
        .atMost(Duration.ofMinutes(4))
        .until(
            () -> jobs.stream().allMatch(job -> isOver(client(0).status(job).getString("status"))));
    done.set(true);
    workers.shutdownNow();

    for (String job : jobs) {
      List<String> by = ends.getOrDefault(job, List.of());
      JsonPath status = client(1).status(job);
      if (status.getString("status").equals("Failed")) {
        // Three workers have died with it.
        assertThat(status.getString("error.code")).isEqualTo("poison");
        assertThat(by).as(job).isEmpty();
        continue;
      }
      String output = client(1).output(job).asString();
      // The answer to the end may have died with its node; then it is the output that counts.
      assertThat(by).as(job).hasSizeLessThanOrEqualTo(1);
      assertThat(by.isEmpty() || by.get(0).equals(output)).as(job + " " + by).isTrue();
      assertThat(output).isNotEmpty();
    }
  }

  private static boolean isOver(String status) {
    return status.equals("Succeeded") || status.equals("Failed");
  }

  /** Asks any node for jobs; sometimes dies or sleeps over a lease, and ends some twice. */
  private void work(Random random) {
    while (!done.get()) {
      try {
        turn(random);
      } catch (IOException e) {
        // The node is dead: the next turn asks another one.
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  private void turn(Random random) throws IOException, InterruptedException {
    HttpResponse<String> answer =
        send(
            random, "POST", "/lease", "application/json", "{\"operations\":[\"shaky\"],\"max\":2}");
    if (answer.statusCode() != 200) {
      return;
    }
    JsonPath leases = new JsonPath(answer.body());
    for (int i = 0; i < leases.getList("leases").size(); i++) {
      String uri = leases.getString("leases[" + i + "].uri");
      String job = leases.getString("leases[" + i + "].job");
      one(random, job, uri.substring(uri.indexOf("/lease/")));
    }
  }

  private void one(Random random, String job, String lease)
      throws IOException, InterruptedException {
    int fate = random.nextInt(10);
    if (fate == 0) {
      return; // Died before it has used the lease.
    }
    send(random, "PATCH", lease, "application/merge-patch+json", "{}");
    if (fate == 1) {
      return; // Died with the lease: a crash.
    }
    send(random, "PUT", lease + "/output", "text/plain", lease);
    for (int i = 0; i < 2; i++) {
      HttpResponse<String> end =
          send(random, "POST", lease + "/end", "application/json", "{\"outcome\":\"succeeded\"}");
      if (i == 0 && end.statusCode() == 200) {
        ends.computeIfAbsent(job, id -> new ArrayList<>()).add(lease);
      }
      if (fate > 3) {
        return;
      }
    }
  }

  private HttpResponse<String> send(
      Random random, String method, String path, String type, String body)
      throws IOException, InterruptedException {
    URI node = cluster.node(random.nextInt(Cluster.NODES)).uri();
    return http.send(
        HttpRequest.newBuilder(node.resolve(path))
            .timeout(Duration.ofSeconds(30))
            .header("Content-Type", type)
            .method(method, HttpRequest.BodyPublishers.ofString(body))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }
}
