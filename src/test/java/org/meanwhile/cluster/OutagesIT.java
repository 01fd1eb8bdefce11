package org.meanwhile.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.restassured.path.json.JsonPath;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.meanwhile.cluster.support.NetworkLink.Cut;
import org.meanwhile.cluster.support.OneNode;
import org.meanwhile.cluster.support.PatientClient;
import org.meanwhile.contract.support.Client;
import org.meanwhile.contract.support.Server;

/** What an outage of the database costs those who ask and those who wait, on a single node. */
@Order(2)
@ExtendWith(OneNode.Extension.class)
class OutagesIT {
  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final String JOB = "{\"operation\": \"simulate\"}";
  private static final String LATER =
      "{\"operation\": \"simulate\", \"startAt\": \""
          + Client.TOMORROW
          + "\","
          + " \"callback\": {\"url\": \"http://127.0.0.1:9/\"}}";

  private static final String END_CONNECTIONS =
      """
      SELECT pg_terminate_backend(pid), pg_sleep(0.02) FROM pg_stat_activity
       WHERE pid <> pg_backend_pid() AND backend_type = 'client backend'
      """;

  private final OneNode cluster;
  private final Server node;
  private final PatientClient client;

  OutagesIT(OneNode cluster) {
    this.cluster = cluster;
    this.node = cluster.node();
    this.client = new PatientClient(node);
  }

  @AfterEach
  void heal() {
    cluster.link().heal();
    Awaitility.await("it is ready").atMost(LIMIT).until(node::isReady);
  }

  /** Each request that writes, with a path of a job of its own. */
  private record Write(String method, String path, Map<String, String> fields, String body) {
    HttpResponse<String> send(PatientClient client) {
      return client.send(method, path, fields, body);
    }

    @Override
    public String toString() {
      return method + " " + path;
    }
  }

  private List<Write> writes() {
    String shared = ended();
    String share = client.send("POST", "/job/" + shared + "/share", Map.of(), "{}").body();
    String shareUri = JsonPath.from(share).getString("id");
    String delivered = canceled();
    return List.of(
        new Write("POST", "/job", Map.of(), JOB),
        new Write("POST", "/job", Map.of("Idempotency-Key", UUID.randomUUID().toString()), JOB),
        new Write("PUT", "/job/" + UUID.randomUUID(), Map.of(), JOB),
        new Write("POST", "/job/" + UUID.randomUUID(), Map.of(), JOB),
        new Write("DELETE", "/job/" + waiting(), Map.of(), ""),
        new Write("DELETE", "/job/" + ended(), Map.of(), ""),
        new Write("DELETE", "/job/" + ended() + "/output", Map.of(), ""),
        new Write("POST", "/job/" + ended() + "/share", Map.of(), "{}"),
        new Write("DELETE", "/job/" + shared + "/share/" + shareUri, Map.of(), ""),
        new Write("POST", "/job/" + delivered + "/callback", Map.of(), ""));
  }

  @ParameterizedTest
  @EnumSource(names = {"BEFORE_COMMIT", "AFTER_COMMIT"})
  void a_write_whose_connection_ends_at_its_commit_is_503_and_can_be_repeated(Cut cut) {
    for (Write write : writes()) {
      cluster.link().cut(cut);
      HttpResponse<String> refused = write.send(client);
      cluster.link().heal();

      assertThat(refused.statusCode()).as(write + ": " + refused.body()).isEqualTo(503);
      assertThat(refused.body()).as(write.toString()).contains("/problem/database-unavailable");
      assertThat(refused.headers().firstValueAsLong("Retry-After"))
          .as(write.toString())
          .isPresent();
      HttpResponse<String> again = repeated(write);
      assertThat(again.statusCode())
          .as(write + ", repeated: " + again.body())
          .isIn(200, 201, 202, 204, 405);
    }
  }

  /** A connection that the cut has ended may still be in the pool; then it is tried once more. */
  private HttpResponse<String> repeated(Write write) {
    return Awaitility.await(write + ", repeated")
        .atMost(LIMIT)
        .until(() -> write.send(client), answer -> answer.statusCode() != 503);
  }

  @Test
  void connections_that_are_ended_under_load_fail_no_request_by_500() {
    AtomicBoolean over = new AtomicBoolean();
    CompletableFuture<Void> killer =
        CompletableFuture.runAsync(
            () -> {
              while (!over.get()) {
                cluster.database().execute(END_CONNECTIONS);
              }
            });
    List<HttpResponse<String>> answers = new ArrayList<>();
    try {
      for (int round = 0; round < 20; round++) {
        UUID job = UUID.randomUUID();
        for (String method : List.of("PUT", "DELETE", "DELETE")) {
          answers.add(
              client.send(method, "/job/" + job, Map.of(), method.equals("PUT") ? LATER : ""));
        }
        answers.add(client.send("POST", "/job/" + job + "/callback", Map.of(), ""));
        answers.add(client.send("DELETE", "/job/" + job + "/output", Map.of(), ""));
      }
    } finally {
      over.set(true);
    }
    killer.join();

    assertThat(answers)
        .allSatisfy(
            answer -> {
              assertThat(answer.statusCode()).as(answer.body()).isNotEqualTo(500);
              assertThat(answer.statusCode() == 503)
                  .isEqualTo(
                      answer.headers().firstValue("Retry-After").isPresent()
                          && answer.body().contains("database-unavailable"));
            });
    assertThat(answers).as("some met the end of a connection").anyMatch(a -> a.statusCode() == 503);
  }

  /**
   * The connections of the outage stay silent for the minute of the socket's timeout; those who
   * wait hear of what happens after it all the same.
   */
  @Test
  void a_network_that_swallows_packets_blinds_nobody_for_longer_than_it_lasts() {
    String job = waiting();
    client.send("GET", "/job/" + job + "/status", Map.of(), "");
    long linesBefore = logLines();
    CompletableFuture<HttpResponse<String>> waits =
        client.begin("/job/" + job + "/status", Map.of("Prefer", "wait=60"));
    CompletableFuture<HttpResponse<String>> shortWait =
        client.begin("/job/" + job + "/status", Map.of("Prefer", "wait=15"));
    Awaitility.await("both are held").atMost(LIMIT).until(() -> held() >= 2);
    cluster.link().cut(Cut.LOST);
    Awaitility.await("it is not ready").atMost(LIMIT).until(() -> !node.isReady());
    assertThat(client.send("GET", "/health/live", Map.of(), "").statusCode()).isEqualTo(200);
    assertThat(client.send("GET", "/job/" + job, Map.of(), "").statusCode()).isEqualTo(503);
    HttpResponse<String> document = shortWait.join();
    assertThat(document.statusCode()).as("as it is known, by its time").isEqualTo(200);
    assertThat(document.body()).contains("NotStarted");
    cluster.link().heal();
    cluster.database().execute("UPDATE job SET run_at = now() WHERE id = '" + job + "'");

    assertThat(waits.join().body()).as("within its minute").contains("Succeeded");
    Awaitility.await("it is ready").atMost(LIMIT).until(node::isReady);
    assertThat(logLines() - linesBefore).as("lines of its log").isLessThan(200);
  }

  private long logLines() {
    return node.logLines(line -> !line.isBlank() && !line.contains("meanwhile.audit")).size();
  }

  private double held() {
    return client
        .send("GET", "/metrics", Map.of(), "")
        .body()
        .lines()
        .filter(line -> line.startsWith("meanwhile_waits{") || line.startsWith("meanwhile_waits "))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
        .sum();
  }

  /** Orchestrators kill a process that has not stopped after 30 s. */
  @Test
  void a_node_stops_in_time_although_its_database_hangs() {
    cluster.link().cut(Cut.LOST);
    Awaitility.await("it is not ready").atMost(LIMIT).until(() -> !node.isReady());
    long begunNanos = System.nanoTime();
    node.stop();
    Duration took = Duration.ofNanos(System.nanoTime() - begunNanos);
    cluster.link().heal();
    node.start();

    assertThat(took).isLessThan(Duration.ofSeconds(30));
  }

  private String waiting() {
    return client.accepted(LATER);
  }

  private String canceled() {
    String job = waiting();
    assertThat(client.send("DELETE", "/job/" + job, Map.of(), "").statusCode()).isEqualTo(200);
    return job;
  }

  private String ended() {
    String job = client.accepted("{\"operation\": \"simulate\", \"input\": {\"outputBytes\": 10}}");
    Awaitility.await("it ends")
        .atMost(LIMIT)
        .until(
            () -> client.send("GET", "/job/" + job + "/status", Map.of(), "").body(),
            body -> body.contains("\"Succeeded\""));
    return job;
  }
}
