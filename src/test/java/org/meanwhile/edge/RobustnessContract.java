package org.meanwhile.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.restassured.http.ContentType;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.meanwhile.contract.support.Client;
import org.meanwhile.edge.support.EdgeNode;
import org.meanwhile.edge.support.FakeNode;
import org.meanwhile.edge.support.Proxy;
import org.meanwhile.edge.support.Wire;

/**
 * Each of our proxies keeps its limits, its log without secrets, and a lost node from its clients.
 */
abstract class RobustnessContract extends AttackContract {
  /** More than one address may have, by both files. */
  private static final int CONNECTIONS = 130;

  private static final int ONE_CLIENT = 40_000;
  static final Map<String, ?> TOMORROW =
      Map.of("operation", "simulate", "startAt", Client.TOMORROW);

  final Client client;

  RobustnessContract(Proxy proxy, EdgeNode node) {
    super(proxy, node);
    client = new Client(proxy.uri()).with(node.honest());
  }

  @Test
  void one_address_has_a_limit_and_others_go_on() throws IOException {
    String id = client.accepted(TOMORROW);
    List<Wire> streams = new ArrayList<>();
    String first = "HTTP/1.1 200 ";
    try {
      while (first.startsWith("HTTP/1.1 200 ") && streams.size() < CONNECTIONS) {
        streams.add(new Wire(proxy.uri(), ONE_CLIENT));
        Wire last = streams.get(streams.size() - 1);
        first = last.send(request("GET /job/" + id + "/events")).readUntil("\r\n\r\n");
      }
      assertThat(first)
          .startsWith("HTTP/1.1 429 ")
          .containsIgnoringCase("\r\nRetry-After: ")
          .containsIgnoringCase("\r\nContent-Type: application/problem+json");
      client.ask().get("/job").then().statusCode(200);
    } finally {
      for (Wire each : streams) {
        each.close();
      }
    }
  }

  @Test
  void a_head_that_stops_is_given_up() throws IOException {
    try (Wire slow = new Wire(proxy.uri())) {
      slow.send("GET /job HTTP/1.1\r\nHost: localhost\r\nX: ");

      assertThat(slow.readAll()).doesNotContain(" 200 ");
    }
  }

  @Test
  void no_secret_of_a_share_is_logged() {
    String id = client.ended(Map.of("outputBytes", 10));
    String uri =
        client
            .ask()
            .contentType(ContentType.JSON)
            .body("{}")
            .post("/job/{id}/share", id)
            .then()
            .statusCode(201)
            .extract()
            .path("uri");
    String secret = uri.substring(uri.lastIndexOf('/') + 1);
    try (Proxy alone =
        new Proxy(proxy.kind(), "alone").before(Proxy.freePort(), Proxy.freePort()).start()) {
      for (String prefix : List.of("/shared/", "/sh%61red/", "//shared/")) {
        for (URI each : List.of(proxy.uri(), alone.uri())) {
          new Client(each).askUndescribed().urlEncodingEnabled(false).get(prefix + secret);
        }
      }
      for (Proxy each : List.of(proxy, alone)) {
        Awaitility.await().until(() -> each.log().contains("GET /..."));
        assertThat(each.log()).doesNotContain(secret);
      }
    }
  }

  @Test
  void a_post_is_never_sent_to_a_second_node() throws IOException {
    try (FakeNode one = new FakeNode();
        FakeNode other = new FakeNode();
        Proxy before =
            new Proxy(proxy.kind(), "lost")
                .before(one.port(), one.port())
                .andBefore(other.port(), other.port())
                .start();
        Wire wire = new Wire(before.uri())) {
      wire.send(request("POST /job", "Content-Length: 2") + "{}");

      assertThat(wire.readUntil("\r\n\r\n"))
          .matches("(?s)HTTP/1.1 50[234] .*")
          .containsIgnoringCase("Retry-After: 5");
      assertThat(one.taken().size() + other.taken().size()).isEqualTo(1);
    }
  }

  @Test
  void a_node_that_does_not_listen_is_left_out() {
    int nobody = Proxy.freePort();
    try (Proxy before =
        new Proxy(proxy.kind(), "left-out")
            .before(node.server().port(), node.healthPort())
            .andBefore(nobody, nobody)
            .start()) {
      for (int i = 0; i < 6; i++) {
        new Client(before.uri()).with(node.honest()).accepted(TOMORROW);
      }
    }
  }

  /** The head of a request with the token of the honest caller. */
  final String request(String start, String... fields) {
    return start
        + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
        + node.honest()
        + "\r\n"
        + String.join("", List.of(fields).stream().map(field -> field + "\r\n").toList())
        + "\r\n";
  }
}
