package org.meanwhile.contract;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.meanwhile.contract.support.Problems.problem;

import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.meanwhile.contract.support.Client;
import org.meanwhile.contract.support.Keyring;
import org.meanwhile.contract.support.Listener;
import org.meanwhile.contract.support.Server;

/** One caller does its worst, with the limits that a server has by default; another is served. */
class NeighboursIT {
  private static final int SLOTS = 8;
  private static final int SHARE = 6;
  private static final int THREADS = 200;
  private static final int MORE_THAN_BUFFERS_HOLD = 50_000_000;

  /** One caller's share of the 32 callbacks that are sent at a time. */
  private static final int SENDERS = 24;

  private static final int SLOW_RECEIVERS = 12;

  private static Server server;
  private static Keyring keys;
  private static Client operator;
  private static Listener listener;

  @BeforeAll
  static void start() {
    listener = new Listener();
    server = new Server("neighbours");
    keys = new Keyring(server.directory());
    String token = keys.token("operator", "operator");
    keys.guard(server)
        .with("meanwhile.work.cancel-grace", "PT0.2S")
        .with("meanwhile.callback.allow", "127.0.0.0/8")
        .with("meanwhile.callback.timeout", "PT1M")
        .start();
    operator = server.client().with(token);
  }

  @AfterAll
  static void stop() {
    server.close();
    listener.close();
  }

  private static Client caller(String name) {
    Client client = server.client().with(keys.token(name, "submitter"));
    Awaitility.await().until(() -> client.askWrongly().get("/job").statusCode() == 200);
    return client;
  }

  /** Jobs of a week that ignore their interrupt; as many as fit run, and are deleted then. */
  private static void holdSlots(Client client) {
    Map<String, ?> stubborn = Map.of("duration", "P7D", "ignoreInterrupt", true);
    List<String> jobs =
        IntStream.range(0, SLOTS).mapToObj(i -> client.simulated(stubborn)).toList();
    Awaitility.await()
        .until(
            () ->
                client.ask().get("/job?status=Running").jsonPath().getList("items").size()
                    == SHARE);
    jobs.forEach(job -> client.cancel(job).then().statusCode(200));
    jobs.forEach(client::awaitEnd);
  }

  private static JsonPath health(String probe) {
    return server.client().askUndescribed().get("/health/" + probe).jsonPath();
  }

  private static int slotsHeld() {
    return health("live").getInt("checks.find { it.name == 'cut-off runs' }.data.slotsHeld");
  }

  @Test
  void whoever_deletes_jobs_that_do_not_stop_holds_its_own_share_of_slots_and_no_more() {
    Client stubborn = caller("stubborn");
    Client other = caller("beside-stubborn");

    holdSlots(stubborn);

    List<String> all =
        IntStream.range(0, SHARE)
            .mapToObj(i -> other.simulated(Map.of("duration", "PT1H")))
            .toList();
    all.forEach(other::awaitRunning);
    assertThat(slotsHeld()).isEqualTo(SHARE);
    assertThat(health("live").getString("status")).isEqualTo("UP");
    Awaitility.await()
        .until(
            () ->
                operator.ask().get("/overview").jsonPath().getInt("nodes[0].slotsHeldByCutOffRuns")
                    == SHARE);
    String waits = stubborn.simulated(Map.of());
    caller("third").ended(Map.of());
    assertThat(stubborn.status(waits).getString("status")).isEqualTo("NotStarted");
    stubborn.cancel(waits);
    all.forEach(other::cancel);
    all.forEach(other::awaitEnd);

    holdSlots(caller("stubborn-too"));

    assertThat(slotsHeld()).isEqualTo(2 * SHARE);
    assertThat(health("live").getString("status")).as("only a restart helps").isEqualTo("DOWN");
    other.ended(Map.of());
  }

  @Test
  void callbacks_of_one_caller_to_many_receivers_that_do_not_answer_keep_nobody_elses() {
    Client flooder = caller("callback-flooder");
    CountDownLatch over = new CountDownLatch(1);
    List<Listener> slow = Stream.generate(Listener::new).limit(SLOW_RECEIVERS).toList();
    try {
      for (int i = 0; i < 5 * SLOW_RECEIVERS; i++) {
        String url = slow.get(i % SLOW_RECEIVERS).url("/slow", out -> over.await());
        flooder.accepted(Map.of("operation", "simulate", "callback", Map.of("url", url)));
      }
      Awaitility.await()
          .until(() -> slow.stream().mapToInt(each -> each.requests().size()).sum() == SENDERS);

      String quick = listener.url("/quick", Listener.status(200));
      caller("beside-callbacks")
          .accepted(Map.of("operation", "simulate", "callback", Map.of("url", quick)));

      Awaitility.await().until(() -> listener.requests("/quick").size() == 1);
    } finally {
      over.countDown();
      slow.forEach(Listener::close);
    }
  }

  @Test
  void answers_that_nobody_reads_stop_no_others() throws IOException {
    Client sharer = caller("sharer");
    String job = sharer.ended(Map.of("outputBytes", MORE_THAN_BUFFERS_HOLD));
    URI shared =
        URI.create(
            sharer
                .ask()
                .contentType(ContentType.JSON)
                .body("{}")
                .post("/job/{id}/share", job)
                .then()
                .extract()
                .header("Location"));
    String request = "GET " + shared.getPath() + " HTTP/1.1\r\nHost: localhost\r\n\r\n";
    List<Socket> readers = new ArrayList<>();
    try {
      for (int i = 0; i < THREADS + 10; i++) {
        readers.add(asking(request));
      }

      assertThat(refusal(readers))
          .startsWith("HTTP/1.1 429 ")
          .containsPattern("(?i)\r\nretry-after: \\d+\r\n")
          .containsPattern("(?i)\r\nconnection: close\r\n")
          .contains("/problem/quota-exceeded");
      assertThat(health("ready").getString("status")).isEqualTo("UP");
      caller("beside-readers").ended(Map.of());
    } finally {
      for (Socket each : readers) {
        each.close();
      }
    }
    Awaitility.await("those that left take no place")
        .until(() -> server.client().askUndescribed().get("/swagger-ui/").statusCode() == 200);
  }

  @Test
  void who_looks_for_anothers_job_is_told_nothing_and_the_audit_all() {
    Client owner = caller("owner");
    String job = owner.accepted(Map.of("operation", "simulate", "startAt", Client.TOMORROW));
    Client curious = caller("curious");

    for (String of :
        List.of("", "/status", "/output", "/events", "/history", "/callback", "/log")) {
      curious.ask().get("/job/" + job + of).then().spec(problem(404, "unknown-job"));
    }
    curious.cancel(job).then().spec(problem(404, "unknown-job"));
    curious.poll("01a227d8-a9a1-7563-ac58-779a33ba0368").then().statusCode(404);

    assertThat(server.logLines(line -> line.contains("not-visible")))
        .hasSize(8)
        .allMatch(line -> line.contains("\"caller\":\"curious\",\"job\":\"" + job + '"'));
    owner.cancel(job);
  }

  /** A client with a small window, which sends its request and reads nothing. */
  private static Socket asking(String request) throws IOException {
    Socket socket = new Socket();
    socket.setReceiveBufferSize(4096);
    socket.connect(new InetSocketAddress(server.uri().getHost(), server.port()));
    socket.getOutputStream().write(request.getBytes(US_ASCII));
    return socket;
  }

  /** The first answer that is no 200; of each other one the first bytes are read. */
  private static String refusal(List<Socket> asked) throws IOException {
    for (Socket each : asked) {
      each.setSoTimeout(60_000);
      String start = new String(each.getInputStream().readNBytes(12), US_ASCII);
      if (!start.endsWith("200")) {
        return start + new String(each.getInputStream().readAllBytes(), US_ASCII);
      }
    }
    throw new AssertionError("all are being answered");
  }
}
