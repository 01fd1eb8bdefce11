package org.meanwhile.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import java.io.EOFException;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.meanwhile.contract.support.Client;
import org.meanwhile.contract.support.Description;
import org.meanwhile.contract.support.FuzzedRequest;
import org.meanwhile.contract.support.Metric;
import org.meanwhile.contract.support.RawAnswer;
import org.meanwhile.contract.support.RawClient;
import org.meanwhile.contract.support.Server;
import org.meanwhile.contract.support.SharedServer;

/**
 * Requests made from the description of the API and then broken, for each resource and method, over
 * several connections: each must be answered soon, as described, and leave nothing behind.
 *
 * <p>From the same random numbers each time, or others with {@code -Dfuzz.seed}; only the jobs' ids
 * differ. {@code -Dfuzz=20000} sends so many for each method instead of as many as a short time
 * allows.
 */
@Execution(ExecutionMode.SAME_THREAD)
@ExtendWith(SharedServer.class)
class FuzzIT {
  private static final int CONNECTIONS = 4;
  private static final Duration ALL = Duration.ofSeconds(40);
  private static final Integer EACH = Integer.getInteger("fuzz");
  private static final long SEED = Long.getLong("fuzz.seed", 1);

  /** What tells of the inside. */
  private static final Pattern INSIDE =
      Pattern.compile(
          "org\\.(meanwhile|glassfish|h2|eclipse)|jakarta\\.|java\\.|Exception|\tat |SQL|SELECT |<html");

  /** What each answer has that anything of ours has seen. */
  private static final String OURS = "X-Content-Type-Options";

  /**
   * The connector answers some requests by itself, before anything of ours sees them. It also
   * answers an empty Host and broken percents by an empty 200.
   */
  private static final Set<Integer> OF_CONNECTOR =
      Set.of(200, 400, 405, 411, 413, 414, 417, 431, 501, 505);

  /** What a described method may answer to a request for another version of it, or from afar. */
  private static final Set<Integer> OF_ANYTHING = Set.of(400, 403, 404, 405, 415);

  private final Server server;
  private final Client client;
  private final Description description = new Description();
  private final Map<String, String> faults = new ConcurrentHashMap<>();
  private final Queue<String> made = new ConcurrentLinkedQueue<>();

  FuzzIT(Server server) {
    this.server = server;
    this.client = server.client();
  }

  @AfterEach
  void cancel_all() {
    made.forEach(id -> client.askUndescribed().delete("/job/{id}", id));
  }

  @Test
  void whatever_is_sent_is_answered_as_described_and_leaves_nothing() throws Exception {
    Metric threads = Metric.of("thread_count");
    long severe = severeLines();
    double threadsBefore = threads.read(client);
    List<Description.Method> methods = description.methods();

    for (Description.Method method : methods) {
      fuzz(method, ALL.dividedBy(methods.size()));
    }

    assertThat(faults).as("-Dfuzz.seed=" + SEED).isEmpty();

    assertThat(severeLines()).as("faults of ours in " + server.log()).isEqualTo(severe);
    Awaitility.await("streams ended")
        .until(() -> Metric.of("meanwhile_event_streams").read(client) == 0);
    Awaitility.await("requests let go of")
        .untilAsserted(
            () -> assertThat(threads.read(client)).isLessThanOrEqualTo(threadsBefore + 50));
    assertThat(client.ended(Map.of())).isNotNull();
  }

  private void fuzz(Description.Method method, Duration time) throws Exception {
    Map<String, List<String>> known = known();
    ExecutorService threads = Executors.newFixedThreadPool(CONNECTIONS);
    try {
      List<Future<?>> running = new ArrayList<>();
      for (int i = 0; i < CONNECTIONS; i++) {
        // A seed for each, so that what they send does not depend on how they take turns.
        Random random = new Random(SEED + i + method.toString().hashCode());
        FuzzedRequest.Maker maker = new FuzzedRequest.Maker(description, method, known, random);
        running.add(threads.submit(() -> send(method, maker, time)));
      }
      for (Future<?> each : running) {
        each.get();
      }
    } finally {
      threads.shutdownNow();
      threads.awaitTermination(1, TimeUnit.MINUTES);
    }
  }

  private Void send(Description.Method method, FuzzedRequest.Maker maker, Duration time)
      throws IOException {
    long end = System.nanoTime() + time.toNanos();
    try (RawClient connection = new RawClient(server.uri())) {
      for (int i = 0; EACH == null ? System.nanoTime() < end : i < EACH / CONNECTIONS; i++) {
        FuzzedRequest request = maker.next();
        RawAnswer answer = null;
        try {
          answer = connection.send(request.bytes(), request.bodiless(), request.misframed());
          check(method, request, answer);
        } catch (EOFException e) {
          // Of what ends in the middle, the connector may see the end first.
          if (!request.misframed()) {
            faults.putIfAbsent(method + " " + e, request.toString());
          }
        } catch (IOException | RuntimeException | AssertionError e) {
          faults.putIfAbsent(method + " " + e, "%s%nanswer: %s".formatted(request, answer));
        }
        remember(answer);
      }
    }
    return null;
  }

  /** Jobs in every state, and what is none. */
  private Map<String, List<String>> known() {
    String succeeded = client.ended(Map.of("outputBytes", 100));
    String failed = client.ended(Map.of("failAtStep", 1));
    String waiting = client.accepted(Map.of("operation", "simulate", "startAt", Client.TOMORROW));
    String canceled = client.accepted(Map.of("operation", "simulate", "startAt", Client.TOMORROW));
    client.cancel(canceled);
    made.add(waiting);
    JsonPath share =
        client
            .ask()
            .contentType(ContentType.JSON)
            .body("{}")
            .post("/job/{id}/share", succeeded)
            .then()
            .statusCode(201)
            .extract()
            .jsonPath();
    String secret = URI.create(share.getString("uri")).getPath().replaceFirst(".*/", "");
    String nobody = UUID.randomUUID().toString();
    return Map.of(
        "id", List.of(succeeded, failed, waiting, canceled, nobody, "42", "-"),
        "share", List.of(share.getString("id"), nobody, "x"),
        "secret", List.of(secret, "x".repeat(43), "x"),
        "name", List.of("simulate", "sort", "no-such"));
  }

  private void remember(RawAnswer answer) {
    if (answer != null && answer.status() == 202 && answer.fields().get("Location") != null) {
      made.add(answer.fields().get("Location").replaceFirst(".*/job/([^/]*).*", "$1"));
    }
  }

  private static void check(Description.Method method, FuzzedRequest request, RawAnswer answer) {
    int status = answer.status();
    if (status >= 400) {
      assertThat(answer.body()).doesNotContainPattern(INSIDE);
    }
    if (!answer.fields().containsKey(OURS)) {
      assertThat(status).as("of the connector").isIn(OF_CONNECTOR);
      assertThat(answer.body()).as("of the connector").hasSizeLessThan(300);
      return;
    }
    boolean isProblem =
        answer.fields().getOrDefault("Content-Type", "").startsWith("application/problem+json");
    if (!request.bodiless() && !request.upgrades()) {
      // The container leaves the type out of what it sends as an error to these.
      assertThat(isProblem).as("a problem").isEqualTo(status >= 400);
    }
    if (status >= 500 && status != 501) {
      assertThat(answer.body()).containsPattern("queue-full|too-many-streams");
    }
    if (isProblem && !request.bodiless()) {
      JsonPath problem = JsonPath.from(answer.body());
      assertThat(problem.getInt("status")).isEqualTo(status);
      assertThat(problem.getString("detail")).isNotEmpty();
    }
    if (!request.offPath() && !OF_ANYTHING.contains(status)) {
      assertThat(method.statuses()).contains(Integer.toString(status));
    }
  }

  private long severeLines() {
    return server
        .logLines(line -> line.contains("SEVERE") && line.contains("org.meanwhile"))
        .size();
  }
}
