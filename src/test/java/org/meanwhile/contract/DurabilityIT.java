package org.meanwhile.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.meanwhile.contract.support.Problems.problem;

import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.meanwhile.contract.support.Client;
import org.meanwhile.contract.support.Server;

/** An acknowledged job survives a stop and a crash of the server. */
class DurabilityIT {
  private static Server server;
  private static Client client;

  @BeforeAll
  static void start() {
    server =
        new Server("durability")
            .with("meanwhile.work.heartbeat", "PT0.5S")
            .with("meanwhile.work.dead-after", "PT2S")
            .start();
    client = server.client();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void what_was_accepted_survives_a_crash() throws IOException {
    String output = client.ended(Map.of("outputBytes", 1_000_000));
    String tag = client.output(output).header("ETag");
    String cancelled = waiting();
    client.cancel(cancelled);
    String deleted = client.ended(Map.of("outputBytes", 10));
    client.ask().delete("/job/{id}/output", deleted).then().statusCode(200);
    String running = client.simulated(Map.of("duration", "PT14S", "steps", 70, "outputBytes", 30));
    client.await(
        running, job -> job.get("progress.done") != null && job.getInt("progress.done") > 12);
    List<String> fresh = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      fresh.add(client.simulated(Map.of("outputBytes", i)));
    }

    server.kill();
    server.start();

    for (int i = 0; i < 20; i++) {
      JsonPath job = client.awaitEnd(fresh.get(i));
      assertThat(job.getString("status")).isEqualTo("Succeeded");
      assertThat(job.getInt("output.size")).isEqualTo(i);
    }
    JsonPath again = client.awaitEnd(running);
    assertThat(again.getString("status")).isEqualTo("Succeeded");
    assertThat(again.getString("progress.message")).startsWith("went on after step ");
    assertThat(directories())
        .as("those of the dead process are gone: one for runs, one for downloads")
        .hasSize(2);
    assertThat(client.output(running).asByteArray()).hasSize(30);
    client
        .output(output)
        .then()
        .statusCode(200)
        .header("ETag", tag)
        .header("Content-Length", "1000000");
    client.poll(cancelled).then().spec(problem(410, "job-canceled"));
    client.output(deleted).then().spec(problem(410, "output-deleted"));
  }

  @Test
  void a_stop_hands_running_jobs_back() {
    String running = client.simulated(Map.of("duration", "PT20S", "steps", 20));
    client.awaitRunning(running);
    String waiting = waiting();

    server.stop();
    // With one allowed crash, a run that the stop had cut off would fail its job.
    server.with("meanwhile.work.max-crashes", 1).start();

    client.poll(waiting).then().statusCode(200).body("status", equalTo("NotStarted"));
    JsonPath again = client.awaitRunning(running);
    assertThat(again.getInt("attempt")).as("a stop is no attempt").isEqualTo(1);
    client.cancel(running).then().statusCode(200);
    server.with("meanwhile.work.max-crashes", 3);
  }

  /**
   * The request is not valid any more, but its job exists: a client that lost the first answer must
   * not take the job for refused.
   */
  @Test
  void a_repetition_is_answered_as_the_first_although_the_settings_have_changed() {
    String named = "/job/" + UUID.randomUUID();
    String first = keyed("a", longKept(0)).then().statusCode(202).extract().path("id");
    put(named, longKept(0)).then().statusCode(202);
    String uploaded = upload("b", "b\na\n").then().statusCode(202).extract().path("id");

    server.stop();
    server.with("meanwhile.retain.max", "P1D").start();

    keyed("a", longKept(0)).then().statusCode(202).body("id", equalTo(first));
    keyed("a", longKept(1)).then().spec(problem(422, "idempotency-key-reused"));
    keyed("new", longKept(0)).then().spec(problem(400, "invalid-request"));
    put(named, longKept(0)).then().statusCode(202).body("status", equalTo("NotStarted"));
    put(named, longKept(1)).then().spec(problem(409, "different-request"));
    put("/job/" + UUID.randomUUID(), longKept(0)).then().spec(problem(400, "invalid-request"));
    upload("b", "b\na\n").then().statusCode(202).body("id", equalTo(uploaded));
    upload("b", "b\nc\n").then().spec(problem(422, "idempotency-key-reused"));
    upload("new", "b\na\n").then().spec(problem(400, "invalid-request"));
    server.with("meanwhile.retain.max", "P30D");
  }

  private static Map<String, ?> longKept(int priority) {
    return Map.of(
        "operation",
        "simulate",
        "priority",
        priority,
        "startAt",
        Client.TOMORROW,
        "retain",
        "P20D");
  }

  private static Response keyed(String key, Map<String, ?> job) {
    return client
        .ask()
        .header("Idempotency-Key", key)
        .contentType(ContentType.JSON)
        .body(job)
        .post("/job");
  }

  private static Response put(String path, Map<String, ?> job) {
    return client.ask().contentType(ContentType.JSON).body(job).put(path);
  }

  private static Response upload(String key, String lines) {
    return client
        .upload()
        .header("Idempotency-Key", key)
        .multiPart("job", "{\"operation\":\"sort\",\"retain\":\"P20D\"}", "application/json")
        .multiPart("file", "lines.txt", lines.getBytes(StandardCharsets.UTF_8), "text/plain")
        .post("/job");
  }

  private static List<Path> directories() throws IOException {
    try (Stream<Path> all = Files.list(server.temporary())) {
      return all.filter(path -> path.getFileName().toString().startsWith("meanwhile-")).toList();
    }
  }

  private static String waiting() {
    return client.accepted(Map.of("operation", "simulate", "startAt", Client.TOMORROW));
  }
}
