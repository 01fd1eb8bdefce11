package org.meanwhile.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;
import static org.meanwhile.contract.support.Problems.problem;

import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.meanwhile.contract.support.Client;
import org.meanwhile.contract.support.Crowd;
import org.meanwhile.contract.support.Events;
import org.meanwhile.contract.support.Server;
import org.meanwhile.contract.support.SharedServer;

/** {@code /job/{id}/log} has what a run says before it ends. */
@ExtendWith(SharedServer.class)
class LogIT {
  private static final String NDJSON = "application/x-ndjson";

  private final Client client;
  private final Server server;

  /** A program waits for this file. */
  private Path gate;

  LogIT(Client client, Server server) {
    this.client = client;
    this.server = server;
  }

  @BeforeEach
  void prepare(@TempDir Path directory) {
    gate = directory.resolve("gate");
  }

  /** A program that writes its file to its standard error. */
  private String told(String operation, String lines) {
    return client
        .upload()
        .multiPart("job", "{\"operation\":\"" + operation + "\"}", "application/json")
        .multiPart("file", "in.txt", lines.getBytes(StandardCharsets.UTF_8), "text/plain")
        .post("/job")
        .then()
        .statusCode(202)
        .extract()
        .path("id");
  }

  private String ended(String lines) {
    String id = told("tell", lines);
    client.awaitEnd(id);
    return id;
  }

  private static List<JsonPath> objects(String ndjson) {
    return ndjson.lines().map(JsonPath::new).toList();
  }

  @Test
  void a_log_is_read_as_text() {
    String id = ended("first\nzweite Zeile\n\nlast");

    client
        .ask()
        .get("/job/{id}/log", id)
        .then()
        .statusCode(200)
        .contentType(startsWith("text/plain"))
        .header("Log-Next", "4")
        .header("Log-Lost", "0")
        .header("Link", equalTo(null))
        .header("Cache-Control", containsString("no-store"))
        .body(equalTo("first\nzweite Zeile\n\nlast\n"));
    assertThat(client.ask().get("/job/{id}/log", id).headers().getValues("Vary"))
        .contains("Accept", "Prefer");
    assertThat(client.status(id).getString("links.log")).endsWith("/job/" + id + "/log");
  }

  @Test
  void a_log_is_read_as_objects() {
    String id = ended("first\nsecond\n");

    Response log = client.ask().accept(NDJSON).get("/job/{id}/log", id);

    log.then().statusCode(200).contentType(NDJSON);
    List<JsonPath> lines = objects(log.asString());
    assertThat(lines).extracting(line -> line.getInt("seq")).containsExactly(1, 2);
    assertThat(lines).extracting(line -> line.getString("text")).containsExactly("first", "second");
    assertThat(lines.get(0).getInt("attempt")).isEqualTo(1);
    assertThat(lines.get(0).getString("level")).isEqualTo("info");
    assertThat(lines.get(0).getString("at")).matches("\\d{4}-\\d\\d-\\d\\dT.*Z");
  }

  @Test
  void a_log_is_read_in_pages_by_its_links() {
    String id = ended("a\nb\nc\n");

    Response first = client.ask().queryParam("limit", 2).get("/job/{id}/log", id);
    String next = first.header("Link").replaceFirst("<(.*)>; rel=\"next\"", "$1");

    assertThat(first.asString()).isEqualTo("a\nb\n");
    client
        .ask()
        .urlEncodingEnabled(false)
        .get(next)
        .then()
        .statusCode(200)
        .header("Link", equalTo(null))
        .header("Log-Next", "3")
        .body(equalTo("c\n"));
  }

  @Test
  void a_job_that_wrote_nothing_has_an_empty_log() {
    String id = client.ended(Map.of());

    client
        .askUndescribed()
        .get("/job/{id}/log", id)
        .then()
        .statusCode(200)
        .header("Log-Next", "0")
        .body(equalTo(""));
  }

  @Test
  void a_wait_ends_with_the_next_line() throws IOException {
    String id = told("tell-slowly", "one\nawait " + gate + "\ntwo\nawait /never\n");

    Response first = client.ask().header("Prefer", "wait=60").get("/job/{id}/log", id);
    Files.createFile(gate);
    Response second =
        client.ask().header("Prefer", "wait=60").queryParam("after", 1).get("/job/{id}/log", id);

    first.then().statusCode(200).header("Preference-Applied", "wait=60").body(equalTo("one\n"));
    assertThat(first.header("Link")).contains("after=1").endsWith("rel=\"next\"");
    second.then().statusCode(200).body(equalTo("two\n"));
    assertThat(client.status(id).getString("status")).isEqualTo("Running");
    client.cancel(id);
  }

  @Test
  void a_wait_ends_with_the_job() throws IOException {
    String id = told("tell-slowly", "one\nawait " + gate + "\n");
    client.await(
        id, status -> !client.askUndescribed().get("/job/{id}/log", id).asString().isEmpty());

    Files.createFile(gate);
    Response rest =
        client
            .askUndescribed()
            .header("Prefer", "wait=30")
            .queryParam("after", 1)
            .get("/job/{id}/log", id);

    rest.then().statusCode(200).header("Link", equalTo(null)).body(equalTo(""));
    assertThat(client.status(id).getString("status")).isEqualTo("Succeeded");
  }

  @Test
  void of_too_many_lines_the_newest_are_kept_and_the_others_counted() {
    String lines =
        IntStream.rangeClosed(1, 5000).mapToObj(i -> "l" + i + "\n").collect(Collectors.joining());
    String id = ended(lines);

    Response log = client.ask().get("/job/{id}/log", id);

    List<String> kept = log.asString().lines().toList();
    assertThat(kept).hasSizeBetween(1, 2000).endsWith("l5000");
    assertThat(Long.parseLong(log.header("Log-Lost"))).isEqualTo(5000 - kept.size());
    assertThat(log.header("Log-Next")).isEqualTo("5000");
  }

  @Test
  void a_log_shows_what_it_is() {
    String id = ended("\u001b[2Jgone\n" + "x".repeat(10_000) + "\n");

    client
        .ask()
        .get("/job/{id}/log", id)
        .then()
        .header("X-Content-Type-Options", "nosniff")
        .body(startsWith("\uFFFD[2Jgone\n"))
        .body(endsWith("x\n"))
        .body(not(containsString("x".repeat(4097))));
  }

  @Test
  void a_stream_has_the_lines_between_the_states() throws Exception {
    try (Crowd crowd = new Crowd(server.port())) {
      String id = told("tell-slowly", "one\ntwo\n");
      Crowd.Visit visit = crowd.get("/job/" + id + "/events?log=true", "Accept: text/event-stream");
      crowd.awaitAll(Duration.ofMinutes(1));
      List<Events.Event> events = Events.in(visit).all();

      assertThat(events.stream().filter(e -> e.type().equals("log")).map(Events.Event::data))
          .hasSize(2)
          .first()
          .asString()
          .contains("\"seq\":1", "\"text\":\"one\"");
      assertThat(events.get(0).type()).isEqualTo("status");
      Events.Event last = events.get(events.size() - 1);
      assertThat(last.status()).isEqualTo("Succeeded");
      assertThat(last.id()).endsWith(".2");

      Events.Event one =
          events.stream().filter(e -> e.id().endsWith(".1")).findFirst().orElseThrow();
      Crowd.Visit again =
          crowd.get(
              "/job/" + id + "/events?log=true",
              "Accept: text/event-stream",
              "Last-Event-ID: " + one.id());
      Crowd.Visit over =
          crowd.get(
              "/job/" + id + "/events?log=true",
              "Accept: text/event-stream",
              "Last-Event-ID: " + last.id());
      crowd.awaitAll(Duration.ofMinutes(1));

      assertThat(Events.in(again).all())
          .extracting(Events.Event::type)
          .containsExactly("log", "status");
      assertThat(Events.in(again).all().get(0).data()).contains("\"text\":\"two\"");
      assertThat(over.status()).isEqualTo(204);
    }
  }

  @Test
  void a_stream_without_the_parameter_has_no_lines() throws Exception {
    try (Crowd crowd = new Crowd(server.port())) {
      String id = ended("one\n");
      Crowd.Visit visit = crowd.get("/job/" + id + "/events", "Accept: text/event-stream");
      crowd.awaitAll(Duration.ofMinutes(1));

      assertThat(Events.in(visit).all()).extracting(Events.Event::type).containsExactly("status");
    }
  }

  @Test
  void a_log_goes_with_the_output() {
    String id = ended("one\n");
    client.ask().delete("/job/{id}/output", id).then().statusCode(200);

    client.ask().get("/job/{id}/log", id).then().spec(problem(410, "output-deleted"));

    client.cancel(id).then().statusCode(200);
    client.ask().get("/job/{id}/log", id).then().spec(problem(410, "job-removed"));
  }

  @Test
  void what_is_no_log_is_refused() {
    String id = client.ended(Map.of());

    client.ask().get("/job/{id}/log", UUID.randomUUID()).then().spec(problem(404, "unknown-job"));
    for (String query :
        List.of("after=-1", "after=x", "limit=0", "limit=1001", "lines=3", "after=1&after=2")) {
      client
          .askWrongly()
          .get("/job/" + id + "/log?" + query)
          .then()
          .spec(problem(400, "invalid-request"));
    }
    client
        .askWrongly()
        .accept("image/png")
        .get("/job/{id}/log", id)
        .then()
        .spec(problem(406, "not-acceptable"));
    client
        .askWrongly()
        .accept("text/event-stream")
        .get("/job/{id}/events?log=maybe", id)
        .then()
        .spec(problem(400, "invalid-request"));
  }
}
