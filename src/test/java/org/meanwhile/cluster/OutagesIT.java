package org.meanwhile.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.restassured.path.json.JsonPath;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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
  @CsvSource({"BEFORE_COMMIT", "AFTER_COMMIT", "REFUSED"})
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
