package org.meanwhile.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.meanwhile.contract.support.Problems.problem;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.meanwhile.contract.support.Client;
import org.meanwhile.contract.support.Crowd;
import org.meanwhile.contract.support.Events;
import org.meanwhile.contract.support.Metric;
import org.meanwhile.contract.support.Server;

/** Waiting clients at each limit of a server with small limits, and when the server stops. */
class WaitLimitsIT {
  private static Server server;
  private static Client client;
  private Crowd crowd;

  @BeforeAll
  static void start() {
    server =
        new Server("wait-limits")
            .with("meanwhile.wait.limit", 4)
            .with("meanwhile.wait.caller-limit", 3)
            .with("meanwhile.wait.poll-interval", "PT0.05S")
            .with("meanwhile.events.limit", 20)
            .with("meanwhile.events.caller-limit", 4)
            .with("meanwhile.events.comment", "PT0.2S")
            .with("meanwhile.events.stall", "PT2S")
            .with("meanwhile.work.progress-interval", "PT0.05S")
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
    Awaitility.await("nobody is left").until(() -> waits() == 0 && streams() == 0);
  }

  @AfterEach
  void close() {
    crowd.close();
  }

  @Test
  void a_wait_too_many_is_answered_at_once() {
    String id = waiting();
    for (int i = 0; i < 3; i++) {
      crowd.get("/job/" + id + "/status", "Prefer: wait=50");
    }
    Awaitility.await().until(() -> waits() == 3);

    client
        .ask()
        .header("Prefer", "wait=50")
        .get("/job/{id}/status", id)
        .then()
        .statusCode(200)
        .header("Preference-Applied", nullValue())
        .header("Retry-After", notNullValue());

    client.cancel(id);
    crowd.awaitAll(Duration.ofMinutes(1));
    Awaitility.await().until(() -> waits() == 0);
  }

  @Test
  void a_list_too_many_is_answered_at_once() {
    String id = waiting();
    String tag = client.ask().get("/job").header("ETag");
    for (int i = 0; i < 3; i++) {
      crowd.get("/job", "Prefer: wait=50", "If-None-Match: " + tag);
    }
    Awaitility.await().until(() -> waits() == 3);

    client
        .ask()
        .header("Prefer", "wait=50")
        .header("If-None-Match", tag)
        .get("/job")
        .then()
        .statusCode(304)
        .header("Preference-Applied", nullValue())
        .header("Retry-After", notNullValue());

    client.cancel(id);
    crowd.awaitAll(Duration.ofMinutes(1));
    assertThat(crowd.visits()).allMatch(visit -> visit.status() == 200);
    Awaitility.await().until(() -> waits() == 0);
  }

  @Test
  void a_stream_too_many_is_refused_for_a_while() {
    String id = waiting();
    for (int i = 0; i < 4; i++) {
      crowd.get("/job/" + id + "/events");
    }
    Awaitility.await().until(() -> streams() == 4);

    client
        .ask()
        .accept("text/event-stream")
        .get("/job/{id}/events", id)
        .then()
        .spec(problem(429, "quota-exceeded"))
        .header("Retry-After", notNullValue());

    client.cancel(id);
    crowd.awaitAll(Duration.ofMinutes(1));
    client.ask().get("/job/{id}/events", id).then().statusCode(200);
  }

  @Test
  void a_quiet_stream_has_comments() {
    Crowd.Visit visit = crowd.get("/job/" + waiting() + "/events");

    Awaitility.await().until(() -> Events.in(visit).comments() >= 3);

    assertThat(Events.in(visit).all()).hasSize(1);
  }

  @Test
  void a_reader_that_takes_nothing_is_given_up_and_the_others_do_not_notice() throws IOException {
    Map<String, String> labels = new HashMap<>();
    for (int i = 0; i < 16; i++) {
      labels.put("label-" + i, "\u65e5".repeat(255));
    }
    String id =
        client.accepted(
            Map.of(
                "operation",
                "simulate",
                "input",
                Map.of("duration", "PT10M", "steps", 60_000),
                "labels",
                labels));
    try (Socket slow = new Socket()) {
      slow.setReceiveBufferSize(2_048);
      slow.connect(new InetSocketAddress("127.0.0.1", server.port()));
      slow.getOutputStream()
          .write(
              ("GET /job/" + id + "/events HTTP/1.1\r\nHost: localhost\r\n\r\n")
                  .getBytes(StandardCharsets.US_ASCII));
      Awaitility.await("the slow one is there").until(() -> streams() == 1);
      Crowd.Visit fast = crowd.get("/job/" + id + "/events");
      Awaitility.await("the slow one is given up")
          .until(() -> streams() == 1 && Events.in(fast).all().size() > 30);
      int before = Events.in(fast).all().size();
      Awaitility.await("the other goes on").until(() -> Events.in(fast).all().size() > before + 10);
      client.cancel(id);
      Awaitility.await().until(fast::isOver);
      assertThat(Events.in(fast).last().status()).isEqualTo("Canceled");
      assertThat(toItsEnd(slow))
          .as("what was on its way, and no more")
          .contains("\"Running\"")
          .doesNotContain("\"Canceled\"");
    }
  }

  /** Reads until the last chunk of the answer. */
  private static String toItsEnd(Socket socket) throws IOException {
    socket.setSoTimeout(60_000);
    StringBuilder text = new StringBuilder();
    byte[] buffer = new byte[64 * 1024];
    while (!text.substring(Math.max(0, text.length() - 5)).equals("0\r\n\r\n")) {
      int count = socket.getInputStream().read(buffer);
      assertThat(count).as("the stream has an end").isPositive();
      text.append(new String(buffer, 0, count, StandardCharsets.ISO_8859_1));
    }
    return text.toString();
  }

  @Test
  void who_leaves_a_stream_is_forgotten() {
    Crowd.Visit visit = crowd.get("/job/" + waiting() + "/events");
    Awaitility.await().until(() -> streams() == 1);

    visit.leave();

    Awaitility.await("no stream").until(() -> streams() == 0);
  }

  /** The server closes its connections first: waiting clients must not delay its stop. */
  @Test
  void a_server_that_stops_lets_all_go() {
    String id = waiting();
    crowd.get("/job/" + id + "/status", "Prefer: wait=50");
    crowd.get(
        "/job", "Prefer: wait=50", "If-None-Match: " + client.ask().get("/job").header("ETag"));
    Crowd.Visit stream = crowd.get("/job/" + id + "/events");
    Awaitility.await().until(() -> waits() == 2 && Events.in(stream).all().size() == 1);

    server.stop();
    crowd.awaitAll(Duration.ofSeconds(10));

    server.start();
    assertThat(waits() + streams()).isZero();
    client.ask().header("Prefer", "wait=1").get("/job/{id}", id).then().statusCode(200);
  }

  private static double waits() {
    return Metric.of("meanwhile_waits").read(client);
  }

  private static double streams() {
    return Metric.of("meanwhile_event_streams").read(client);
  }

  private static String waiting() {
    return client.accepted(Map.of("operation", "simulate", "startAt", Client.TOMORROW));
  }
}
