package org.meanwhile.servers;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.meanwhile.contract.support.Client;
import org.meanwhile.contract.support.Listener;
import org.meanwhile.contract.support.Server;
import org.meanwhile.contract.support.Upload;

/** What clients may rely on, wherever it depends on the server. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class ServerContract {
  private Listener receiver;
  private Server server;
  private Client client;

  /** A server of one make, with its own directory, not started. */
  abstract Server make() throws Exception;

  @BeforeAll
  void start() throws Exception {
    receiver = new Listener();
    server =
        make()
            .with("meanwhile.callback.allow", "127.0.0.1/32")
            .with("meanwhile.callback.poll-interval", "PT0.1S")
            .with("meanwhile.work.heartbeat", "PT0.5S")
            .with("meanwhile.work.dead-after", "PT2S")
            .start();
    client = server.client();
  }

  @AfterAll
  void stop() {
    if (server != null) {
      server.close();
    }
    receiver.close();
  }

  @Test
  void a_job_is_accepted_polled_and_its_output_found_behind_303() {
    String id = client.ended(Map.of("outputBytes", 100_000));

    client.poll(id).then().statusCode(303).header("Location", equalTo(id + "/output"));
    assertThat(client.output(id).then().statusCode(200).extract().asByteArray()).hasSize(100_000);
    client
        .ask()
        .header("Range", "bytes=10-19")
        .get("/job/{id}/output", id)
        .then()
        .statusCode(206)
        .header("Content-Length", "10");
  }

  @Test
  void a_poll_that_waits_is_held_and_answered_when_the_job_ends() {
    String id = client.simulated(Map.of("duration", "PT3S", "steps", 1));

    client
        .ask()
        .header("Prefer", "wait=60")
        .get("/job/{id}", id)
        .then()
        .statusCode(303)
        .header("Preference-Applied", "wait=60");
  }

  @Test
  void a_creation_may_wait_too_and_a_poll_of_the_same_version_is_304() {
    String id =
        client
            .ask()
            .contentType(ContentType.JSON)
            .header("Prefer", "wait=60")
            .body(Map.of("operation", "simulate", "input", Map.of("duration", "PT1S", "steps", 1)))
            .post("/job")
            .then()
            .statusCode(303)
            .extract()
            .jsonPath()
            .getString("id");
    String tag = client.ask().get("/job/{id}/status", id).header("ETag");

    client.ask().header("If-None-Match", tag).get("/job/{id}/status", id).then().statusCode(304);
  }

  @Test
  void a_file_is_taken_and_sorted() throws Exception {
    URI job =
        URI.create(
            Upload.send(
                    server.uri(),
                    "{\"operation\":\"sort\"}",
                    new ByteArrayInputStream("b\nc\na\n".repeat(100_000).getBytes(UTF_8)))
                .headers()
                .firstValue("Location")
                .orElseThrow());
    String id = job.getPath().substring(job.getPath().lastIndexOf('/') + 1);

    assertThat(client.awaitEnd(id).getString("status")).isEqualTo("Succeeded");
    assertThat(client.output(id).asString()).startsWith("a\na\n").hasSize(600_000);
  }

  @Test
  void a_running_job_is_cancelled_and_its_run_interrupted() {
    String id = client.simulated(Map.of("duration", "PT10M", "steps", 1));
    client.awaitRunning(id);

    client.cancel(id).then().statusCode(200);

    assertThat(client.awaitEnd(id).getString("status")).isEqualTo("Canceled");
  }

  @Test
  void an_end_is_told_by_a_callback() {
    String url = receiver.url("/told", Listener.status(204));
    client.accepted(
        Map.of("operation", "simulate", "input", Map.of(), "callback", Map.of("url", url)));

    Awaitility.await().until(() -> !receiver.requests("/told").isEmpty());
    assertThat(receiver.requests("/told").get(0).body()).contains("Succeeded");
  }

  @Test
  void events_are_streamed_while_the_job_runs() throws Exception {
    String id = client.simulated(Map.of("duration", "PT2S", "steps", 4));
    HttpRequest request =
        HttpRequest.newBuilder(server.uri().resolve("/job/" + id + "/events"))
            .header("Accept", "text/event-stream")
            .build();

    HttpResponse<Stream<String>> stream =
        HttpClient.newHttpClient().send(request, BodyHandlers.ofLines());

    assertThat(stream.statusCode()).isEqualTo(200);
    try (Stream<String> lines = stream.body()) {
      assertThat(lines.anyMatch(line -> line.contains("\"status\":\"Succeeded\""))).isTrue();
    }
  }

  @Test
  void what_is_wrong_is_answered_by_problems_of_this_application() {
    client
        .askUndescribed()
        .get("/nothing")
        .then()
        .statusCode(404)
        .body("title", equalTo("Unknown path"));
    client
        .askUndescribed()
        .put("/job")
        .then()
        .statusCode(405)
        .header("Allow", containsString("POST"));
    client.askWrongly().contentType(ContentType.JSON).body("{").post("/job").then().statusCode(400);
    client.ask().get("/job/{id}", "01900000-0000-7000-8000-000000000000").then().statusCode(404);
    client.askWrongly().accept("text/csv").get("/job").then().statusCode(406);
  }

  @Test
  void lists_console_and_description_are_served() {
    client.ended(Map.of());

    client
        .ask()
        .get("/job")
        .then()
        .statusCode(200)
        .body("items.size()", equalTo(client.ask().get("/job").jsonPath().getList("items").size()));
    client.askUndescribed().get("/").then().statusCode(200).body(containsString("<title>"));
    client.askUndescribed().get("/assets/console.js").then().statusCode(200);
    client.askUndescribed().get("/openapi").then().statusCode(200).body(containsString("openapi"));
  }

  @Test
  void one_job_of_a_name_is_made_by_many_requests_at_once() {
    String name = "01900000-0000-7000-8000-" + "%012d".formatted(server.pid());
    List<CompletableFuture<Integer>> answers =
        Stream.generate(() -> CompletableFuture.supplyAsync(() -> put(name))).limit(8).toList();

    assertThat(answers.stream().map(CompletableFuture::join)).allMatch(status -> status == 202);
    assertThat(client.awaitEnd(name).getInt("attempt")).isEqualTo(1);
  }

  private int put(String name) {
    return client
        .ask()
        .contentType(ContentType.JSON)
        .body(Map.of("operation", "simulate", "input", Map.of()))
        .put("/job/{id}", name)
        .statusCode();
  }

  @Test
  void a_crash_loses_no_job() {
    String ended = client.ended(Map.of("outputBytes", 10));
    String running = client.simulated(Map.of("duration", "PT5S", "steps", 5, "outputBytes", 20));
    client.awaitRunning(running);
    String deleted = client.ended(Map.of());
    client.cancel(deleted).then().statusCode(200);

    server.kill();
    server.start();

    assertThat(client.output(ended).asByteArray()).hasSize(10);
    JsonPath again = client.awaitEnd(running);
    assertThat(again.getString("status")).isEqualTo("Succeeded");
    assertThat(client.output(running).asByteArray()).hasSize(20);
    client.poll(deleted).then().statusCode(410);
  }
}
