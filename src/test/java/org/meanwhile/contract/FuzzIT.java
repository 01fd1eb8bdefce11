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
import org.meanwhile.contract.support.FuzzedRequest;
import org.meanwhile.contract.support.Metric;
import org.meanwhile.contract.support.OpenApiDocument;
import org.meanwhile.contract.support.RawAnswer;
import org.meanwhile.contract.support.RawClient;
import org.meanwhile.contract.support.Server;
import org.meanwhile.contract.support.SharedServer;

/**
 * Sends requests that are generated from the OpenAPI document and then broken, for each resource
 * and method, over several connections. Each request must be answered soon and as documented, and
 * must leave nothing behind.
 *
 * <p>The random numbers are the same each time, unless {@code -Dfuzz.seed} is set; only the ids of
 * jobs differ. {@code -Dfuzz=20000} sends this number of requests for each method, instead of as
 * many as a short time allows.
 */
@Execution(ExecutionMode.SAME_THREAD)
@ExtendWith(SharedServer.class)
class FuzzIT {
  private static final int CONNECTIONS = 4;
  private static final Duration ALL = Duration.ofSeconds(40);
  private static final Integer EACH = Integer.getInteger("fuzz");
  private static final long SEED = Long.getLong("fuzz.seed", 1);

  /** Text that would reveal internals of the server. */
  private static final Pattern INSIDE =
      Pattern.compile(
          "org\\.(meanwhile|glassfish|h2|eclipse)|jakarta\\.|java\\.|Exception|\tat |SQL|SELECT |<html");

  /** A field that every answer of the application has. */
  private static final String OURS = "X-Content-Type-Options";

  /**
   * Statuses of the connector, which answers some requests before the application sees them. It
   * also answers an empty Host and broken percent-encoding by an empty 200.
   */
  private static final Set<Integer> OF_CONNECTOR =
      Set.of(200, 400, 405, 411, 413, 414, 417, 431, 501, 505);

  /**
   * Statuses with which any method may refuse a request, even when its documentation lacks them.
   */
  private static final Set<Integer> OF_ANYTHING = Set.of(400, 403, 404, 405, 415);

  private final Server server;
  private final Client client;
  private final OpenApiDocument description = new OpenApiDocument();
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
    List<OpenApiDocument.Method> methods = description.methods();

    for (OpenApiDocument.Method method : methods) {
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

  private void fuzz(OpenApiDocument.Method method, Duration time) throws Exception {
    Map<String, List<String>> known = known();
    ExecutorService threads = Executors.newFixedThreadPool(CONNECTIONS);
    try {
      List<Future<?>> running = new ArrayList<>();
      for (int i = 0; i < CONNECTIONS; i++) {
        // Each connection has its own seed, so that its requests do not depend on the order of
        // threads.
        Random random = new Random(SEED + i + method.toString().hashCode());
        FuzzedRequest.Generator generator =
            new FuzzedRequest.Generator(description, method, known, random);
        running.add(threads.submit(() -> send(method, generator, time)));
      }
      for (Future<?> each : running) {
        each.get();
      }
    } finally {
      threads.shutdownNow();
      threads.awaitTermination(1, TimeUnit.MINUTES);
    }
  }

  private Void send(OpenApiDocument.Method method, FuzzedRequest.Generator generator, Duration time)
      throws IOException {
    long end = System.nanoTime() + time.toNanos();
    try (RawClient connection = new RawClient(server.uri())) {
      for (int i = 0; EACH == null ? System.nanoTime() < end : i < EACH / CONNECTIONS; i++) {
        FuzzedRequest request = generator.next();
        RawAnswer answer = null;
        try {
          answer = connection.send(request.bytes(), request.bodiless(), request.misframed());
          check(method, request, answer);
        } catch (EOFException e) {
          // The connector may see the end of a truncated request before its beginning.
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

  /** Ids of jobs in every state, and values that are no ids. */
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

  private static void check(
      OpenApiDocument.Method method, FuzzedRequest request, RawAnswer answer) {
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
      // The container sends its errors to these requests without a media type.
      assertThat(isProblem).as("a problem").isEqualTo(status >= 400);
    }
    // The monitor of a job that has failed answers as the job did; a HEAD does not tell more.
    if (status >= 500 && status != 501 && !(request.bodiless() && isProblem)) {
      assertThat(answer.body()).containsPattern("queue-full|too-many-streams|The job failed");
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
