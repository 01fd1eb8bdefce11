package org.meanwhile.contract;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.notNullValue;
import static org.meanwhile.contract.support.Problems.problem;

import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.meanwhile.contract.support.Client;
import org.meanwhile.contract.support.Metric;
import org.meanwhile.contract.support.Server;

/** The behaviour of a server with small limits at each of them. */
class LimitsIT {
  private static Server server;
  private static Client client;

  private final List<String> made = new ArrayList<>();

  @BeforeAll
  static void start() {
    server =
        new Server("limits")
            .with("meanwhile.work.slots", 2)
            .with("meanwhile.work.slots.nap", 1)
            .with("meanwhile.command.nap.line", "sleep 300")
            .with("meanwhile.queue.max-waiting", 5)
            .with("meanwhile.caller.max-unfinished-jobs", 6)
            .with("meanwhile.body.max-bytes", 2000)
            .with("meanwhile.json.max-depth", 5)
            .with("meanwhile.file.max-bytes", 100_000)
            .with("meanwhile.output.max-bytes", 50_000)
            .with("meanwhile.labels.max-count", 2)
            .with("meanwhile.retain.max", "PT24H")
            .with("meanwhile.tombstone.retain", "PT15S")
            .with("meanwhile.purge.interval", "PT0.2S")
            .with("meanwhile.timeout.max", "PT24H")
            .with("meanwhile.start-max", "PT24H")
            .start();
    client = server.client();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @AfterEach
  void cancel_all() {
    made.forEach(id -> client.askUndescribed().delete("/job/{id}", id));
    made.forEach(client::awaitEnd);
    awaitRoom();
  }

  /** A job that started still counts as waiting until the server counts anew. */
  private static void awaitRoom() {
    Awaitility.await().until(() -> Metric.of("meanwhile_jobs_waiting").read(client) == 0);
  }

  @Test
  void a_full_queue_refuses_for_a_while() {
    for (int i = 0; i < 5; i++) {
      made(Map.of("operation", "simulate", "startAt", soon()));
    }

    client
        .post(Map.of("operation", "simulate"))
        .then()
        .spec(problem(503, "queue-full"))
        .header("Retry-After", notNullValue());

    client.cancel(made.get(0)).then().statusCode(200);
    made(Map.of("operation", "simulate", "startAt", soon()));
  }

  @Test
  void what_is_canceled_makes_room_at_once() {
    for (int i = 0; i < 20; i++) {
      Response created = client.post(Map.of("operation", "simulate", "startAt", soon()));
      created.then().statusCode(202);
      client.cancel(created.path("id")).then().statusCode(200);
    }
  }

  @Test
  void a_repetition_takes_no_room() {
    String body = "{\"operation\": \"simulate\", \"startAt\": \"" + soon() + "\"}";
    for (int i = 0; i < 20; i++) {
      Response created =
          client
              .ask()
              .header("Idempotency-Key", "\"repeated\"")
              .contentType(ContentType.JSON)
              .body(body)
              .post("/job");
      created.then().statusCode(202);
      made.add(created.path("id"));
    }
    assertThat(Set.copyOf(made)).hasSize(1);

    for (int i = 0; i < 4; i++) {
      Response another = client.post(Map.of("operation", "simulate", "startAt", soon()));
      another.then().statusCode(202);
      made.add(another.path("id"));
    }
  }

  @Test
  void a_caller_may_have_only_so_many_jobs() {
    occupySlots();
    for (int i = 0; i < 4; i++) {
      made(Map.of("operation", "simulate", "startAt", soon()));
    }

    // Counts are read once a second: until the next read these jobs count as waiting.
    Awaitility.await()
        .untilAsserted(
            () ->
                client
                    .post(Map.of("operation", "simulate"))
                    .then()
                    .spec(problem(429, "quota-exceeded"))
                    .header("Retry-After", notNullValue()));
  }

  @Test
  void no_more_jobs_run_than_there_are_slots() {
    occupySlots();
    String third = made(Map.of("operation", "simulate"));

    client.await(third, job -> job.get("queuePosition") != null);
    assertThat(client.status(third).getString("status")).isEqualTo("NotStarted");

    client.cancel(made.get(0)).then().statusCode(200);
    assertThat(client.awaitEnd(third).getString("status")).isEqualTo("Succeeded");
  }

  @Test
  void an_operation_with_a_limit_of_its_own_leaves_slots_to_others() {
    String first = made(Map.of("operation", "nap"));
    client.awaitRunning(first);
    String second = made(Map.of("operation", "nap", "priority", 9));

    client.awaitEnd(made(Map.of("operation", "simulate")));
    assertThat(client.status(second).getString("status")).isEqualTo("NotStarted");

    client.cancel(first);
    client.awaitRunning(second);
  }

  @Test
  void the_more_urgent_job_is_first() {
    occupySlots();
    String low = made(Map.of("operation", "simulate", "priority", 1));
    String high = made(Map.of("operation", "simulate", "priority", 9));

    client.await(high, job -> Integer.valueOf(1).equals(job.get("queuePosition")));
    client.await(low, job -> Integer.valueOf(2).equals(job.get("queuePosition")));
    client.cancel(made.get(0)).then().statusCode(200);

    JsonPath first = client.awaitEnd(high);
    JsonPath second = client.awaitEnd(low);
    assertThat(Instant.parse(first.getString("startedAt")))
        .isBefore(Instant.parse(second.getString("startedAt")));
  }

  @Test
  void a_body_has_a_limit() {
    client
        .askWrongly()
        .contentType(ContentType.JSON)
        .body(Map.of("operation", "simulate", "labels", Map.of("a", "x".repeat(2000))))
        .post("/job")
        .then()
        .spec(problem(413));
  }

  @Test
  void the_job_part_of_an_upload_has_the_same_limit() {
    client
        .askWrongly()
        .multiPart("job", "{\"operation\":\"sort\"" + " ".repeat(2000) + "}", "application/json")
        .multiPart("file", "lines.txt", "a\n".getBytes(US_ASCII), "text/plain")
        .post("/job")
        .then()
        .spec(problem(413));
  }

  @Test
  void json_has_a_deepest_level() {
    client
        .askWrongly()
        .contentType(ContentType.JSON)
        .body("{\"operation\":\"simulate\",\"labels\":{\"a\":[[[[[[[]]]]]]]}}")
        .post("/job")
        .then()
        .spec(problem(400));
  }

  @Test
  void a_file_has_a_limit() {
    client
        .askWrongly()
        .multiPart("job", "{\"operation\":\"sort\"}", "application/json")
        .multiPart("file", "lines.txt", "a\n".repeat(50_001).getBytes(US_ASCII), "text/plain")
        .post("/job")
        .then()
        .spec(problem(413));

    Response allowed =
        client
            .upload()
            .multiPart("job", "{\"operation\":\"sort\"}", "application/json")
            .multiPart("file", "lines.txt", "a\n".repeat(20_000).getBytes(US_ASCII), "text/plain")
            .post("/job");
    allowed.then().statusCode(202);
    made.add(allowed.path("id"));
  }

  @Test
  void an_output_that_passes_its_limit_fails_the_job() {
    String id = made(Map.of("operation", "simulate", "input", Map.of("outputBytes", 50_001)));
    String allowed = made(Map.of("operation", "simulate", "input", Map.of("outputBytes", 50_000)));

    JsonPath ended = client.awaitEnd(id);
    assertThat(ended.getString("status")).isEqualTo("Failed");
    assertThat(ended.getInt("error.status")).isEqualTo(507);
    assertThat(ended.getString("error.type")).endsWith("/problem/output-too-large");
    client.output(id).then().spec(problem(404, "no-output"));
    assertThat(client.awaitEnd(allowed).getString("status")).isEqualTo("Succeeded");
  }

  @Test
  void labels_are_counted() {
    refused("/labels", Map.of("labels", Map.of("a", "1", "b", "2", "c", "3")));
    made(Map.of("operation", "simulate", "labels", Map.of("a", "1", "b", "2")));
  }

  @Test
  void what_a_caller_may_ask_for_has_a_maximum() {
    refused("/retain", Map.of("retain", "P2D"));
    refused("/timeout", Map.of("timeout", "P2D"));
    refused("/startAt", Map.of("startAt", Instant.now().plus(2, ChronoUnit.DAYS).toString()));
  }

  @Test
  void a_job_expires_and_is_forgotten() {
    String id =
        made(
            Map.of(
                "operation", "simulate", "input", Map.of("outputBytes", 20_000), "retain", "PT1S"));
    client.awaitEnd(id);

    Awaitility.await().until(() -> client.poll(id).statusCode() == 410);
    client.poll(id).then().spec(problem(410, "job-expired"));
    client.output(id).then().spec(problem(410, "job-expired"));
    client
        .ask()
        .get("/job/{id}/status", id)
        .then()
        .statusCode(200)
        .body("status", equalTo("Succeeded"));

    Awaitility.await().until(() -> client.poll(id).statusCode() == 404);
    client.poll(id).then().spec(problem(404, "unknown-job"));
    client.ask().get("/job/{id}/status", id).then().spec(problem(404, "unknown-job"));
    client.output(id).then().spec(problem(404, "unknown-job"));
    made.remove(id);
  }

  /** Creates two jobs that run until they are cancelled. */
  private void occupySlots() {
    for (int i = 0; i < 2; i++) {
      String id = made(Map.of("operation", "simulate", "input", Map.of("duration", "PT1H")));
      client.awaitRunning(id);
    }
  }

  private void refused(String pointer, Map<String, ?> members) {
    Map<String, Object> job = new HashMap<>(members);
    job.put("operation", "simulate");
    client
        .askWrongly()
        .contentType(ContentType.JSON)
        .body(job)
        .post("/job")
        .then()
        .spec(problem(400, "invalid-request"))
        .body("errors.pointer", hasItem(pointer));
  }

  /** The server notices within about a second that a cancelled job has made room. */
  private String made(Map<String, ?> job) {
    Response answer =
        Awaitility.await()
            .until(() -> client.post(job), a -> a.statusCode() != 503 && a.statusCode() != 429);
    answer.then().statusCode(202);
    made.add(answer.path("id"));
    return answer.path("id");
  }

  private static String soon() {
    return Instant.now().plus(1, ChronoUnit.HOURS).toString();
  }
}
