package org.meanwhile.contract;

import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.nullValue;
import static org.meanwhile.contract.support.Problems.problem;

import io.restassured.http.ContentType;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.meanwhile.contract.support.Client;
import org.meanwhile.contract.support.Crowd;
import org.meanwhile.contract.support.Metric;
import org.meanwhile.contract.support.Server;

/**
 * The limits of waiting clients per node, reached before those of any caller; see {@link
 * WaitLimitsIT}.
 */
class NodeLimitsIT {
  private static Server server;
  private static Client client;
  private Crowd crowd;

  @BeforeAll
  static void start() {
    server =
        new Server("node-limits")
            .with("meanwhile.wait.limit", 2)
            .with("meanwhile.wait.caller-limit", 100)
            .with("meanwhile.events.limit", 2)
            .with("meanwhile.events.caller-limit", 100)
            .start();
    client = server.client();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @BeforeEach
  void open() {
    crowd = new Crowd(server.port());
  }

  @AfterEach
  void close() {
    crowd.close();
  }

  @Test
  void a_node_that_holds_enough_answers_at_once() {
    String id = waiting();
    crowd.get("/job/" + id, "Prefer: wait=50");
    crowd.get("/job/" + id + "/status", "Prefer: wait=50");
    Awaitility.await().until(() -> taken("meanwhile_waits") == 2);

    client
        .ask()
        .header("Prefer", "wait=50")
        .get("/job/{id}/status", id)
        .then()
        .statusCode(200)
        .header("Preference-Applied", nullValue());
    client
        .ask()
        .header("Prefer", "wait=50")
        .contentType(ContentType.JSON)
        .body(Map.of("operation", "simulate", "startAt", Client.TOMORROW))
        .post("/job")
        .then()
        .statusCode(202)
        .header("Preference-Applied", nullValue());

    client.cancel(id);
    Awaitility.await("there is room again").until(() -> taken("meanwhile_waits") == 0);
    client
        .ask()
        .header("Prefer", "wait=1")
        .get("/job/{id}/status", waiting())
        .then()
        .header("Preference-Applied", "wait=1");
  }

  @Test
  void a_node_with_enough_streams_refuses_others_for_a_while() {
    String id = waiting();
    crowd.get("/job/" + id + "/events");
    crowd.get("/job/" + id + "/events");
    Awaitility.await().until(() -> taken("meanwhile_event_streams") == 2);

    client
        .ask()
        .accept("text/event-stream")
        .get("/job/{id}/events", id)
        .then()
        .spec(problem(503, "too-many-streams"))
        .header("Retry-After", matchesPattern("[1-9][0-9]*"));

    client.cancel(id);
    Awaitility.await("there is room again").until(() -> taken("meanwhile_event_streams") == 0);
    client.ask().get("/job/{id}/events", id).then().statusCode(200);
  }

  private static double taken(String places) {
    return Metric.of(places).read(client);
  }

  private static String waiting() {
    return client.accepted(Map.of("operation", "simulate", "startAt", Client.TOMORROW));
  }
}
