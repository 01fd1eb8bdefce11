package org.meanwhile.contract;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.meanwhile.contract.support.Problems.problem;

import io.restassured.builder.MultiPartSpecBuilder;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.meanwhile.contract.support.Client;
import org.meanwhile.contract.support.Keyring;
import org.meanwhile.contract.support.Server;

/**
 * {@code GET /job/{id}/input} and its file, on a server that shows inputs to their callers only.
 */
class InputIT {
  private static final String SCHEMA =
      "{\"properties\":{\"user\":{\"type\":\"string\"},"
          + "\"password\":{\"type\":\"string\",\"writeOnly\":true}}}";

  private static Server server;
  private static Client alice;
  private static Client bob;
  private static Client operator;

  @BeforeAll
  static void start() {
    server = new Server("inputs");
    Keyring keys = new Keyring(server.directory());
    String aliceToken = keys.token("alice", "submitter");
    String bobToken = keys.token("bob", "submitter");
    String operatorToken = keys.token("olga", "operator");
    keys.guard(server)
        .with("meanwhile.operations", "login,sort")
        .with("meanwhile.input.operators", "false")
        .with("meanwhile.command.login.line", "echo {user} {password}")
        .with("meanwhile.command.login.parameters", SCHEMA)
        .start();
    alice = server.client().with(aliceToken);
    bob = server.client().with(bobToken);
    operator = server.client().with(operatorToken);
    Awaitility.await().until(() -> operator.askWrongly().get("/job").statusCode() == 200);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static String login() {
    return alice.accepted(
        Map.of("operation", "login", "input", Map.of("user", "alice", "password", "open")));
  }

  private static String sorted() {
    String id =
        alice
            .upload()
            .multiPart(
                new MultiPartSpecBuilder("{\"operation\":\"sort\"}".getBytes(UTF_8))
                    .controlName("job")
                    .mimeType("application/json")
                    .emptyFileName()
                    .build())
            .multiPart(
                new MultiPartSpecBuilder("b\na\n".getBytes(UTF_8))
                    .controlName("file")
                    .fileName("lines.txt")
                    .mimeType("text/plain")
                    .build())
            .post("/job")
            .path("id");
    alice.awaitEnd(id);
    return id;
  }

  @Test
  void a_caller_sees_the_input_without_what_is_write_only() {
    String id = login();

    alice
        .ask()
        .get("/job/{id}/input", id)
        .then()
        .statusCode(200)
        .header("Content-Type", equalTo("application/json"))
        .header("Cache-Control", equalTo("no-store"))
        .body("user", equalTo("alice"))
        .body("$", not(hasKey("password")));
    assertThat(alice.status(id).getString("links.input")).endsWith("/job/" + id + "/input");
    assertThat(alice.poll(id).asString()).doesNotContain("open");
    alice.ask().head("/job/{id}/input", id).then().statusCode(200);
  }

  @Test
  void the_secret_is_taken_along_all_the_same() {
    String id = login();
    alice.awaitEnd(id);

    String again =
        alice
            .ask()
            .contentType(ContentType.JSON)
            .post("/job/{id}/rerun", id)
            .then()
            .statusCode(202)
            .extract()
            .path("id");

    alice.awaitEnd(again);
    assertThat(alice.output(again).asString()).isEqualTo("alice open\n");
  }

  @Test
  void others_do_not_see_it() {
    String id = login();

    bob.ask().get("/job/{id}/input", id).then().spec(problem(404, "unknown-job"));
    operator.ask().get("/job/{id}/input", id).then().spec(problem(403, "forbidden"));
    operator.ask().get("/job/{id}/input/file", id).then().spec(problem(403, "forbidden"));
    assertThat(operator.status(id).getString("links.input")).isNull();
    assertThat(operator.status(id).getString("links.history")).isNotNull();
    alice.ask().get("/job/{id}/input", UUID.randomUUID()).then().spec(problem(404, "unknown-job"));
  }

  @Test
  void an_operator_runs_it_again_for_its_caller() {
    String id = login();
    alice.awaitEnd(id);
    String key = UUID.randomUUID().toString();

    Response answer =
        operator
            .ask()
            .contentType(ContentType.JSON)
            .header("Idempotency-Key", key)
            .post("/job/{id}/rerun", id);

    String again = answer.then().statusCode(202).extract().path("id");
    assertThat(answer.<String>path("caller")).isEqualTo("alice");
    assertThat(answer.<Object>path("links.input")).isNull();
    alice.awaitEnd(again);
    alice.ask().get("/job/{id}/input", again).then().statusCode(200);
    operator
        .ask()
        .contentType(ContentType.JSON)
        .header("Idempotency-Key", key)
        .post("/job/{id}/rerun", id)
        .then()
        .statusCode(202)
        .body("id", equalTo(again));
    alice
        .ask()
        .contentType(ContentType.JSON)
        .header("Idempotency-Key", key)
        .post("/job/{id}/rerun", id)
        .then()
        .statusCode(202)
        .body("id", not(equalTo(again)));
    bob.ask()
        .contentType(ContentType.JSON)
        .post("/job/{id}/rerun", id)
        .then()
        .spec(problem(404, "unknown-job"));
  }

  @Test
  void an_operator_changes_it_and_the_audit_tells() {
    String id =
        alice.accepted(
            Map.of(
                "operation",
                "login",
                "input",
                Map.of("user", "alice"),
                "startAt",
                Client.TOMORROW));

    operator
        .ask()
        .contentType(ChangingIT.MERGE_PATCH)
        .body(Map.of("suspended", true))
        .patch("/job/{id}", id)
        .then()
        .statusCode(200)
        .body("waitingFor[0].kind", equalTo("suspended"));
    bob.ask()
        .contentType(ChangingIT.MERGE_PATCH)
        .body(Map.of("suspended", false))
        .patch("/job/{id}", id)
        .then()
        .spec(problem(404, "unknown-job"));
    assertThat(
            server.logLines(
                line ->
                    line.contains("\"event\":\"suspended\"")
                        && line.contains(id)
                        && line.contains("olga")))
        .hasSize(1);
    alice.cancel(id);
  }

  @Test
  void it_goes_with_the_job() {
    String id =
        alice.accepted(
            Map.of("operation", "login", "input", Map.of("user", "alice"), "retain", "PT0S"));
    alice.awaitEnd(id);

    alice.ask().get("/job/{id}/input", id).then().spec(problem(410, "job-expired"));
    alice.ask().get("/job/{id}/input/file", id).then().spec(problem(410, "job-expired"));
    assertThat(alice.status(id).getString("links.input")).isNull();
  }

  @Test
  void the_file_is_sent_as_an_output_is() {
    String id = sorted();

    alice
        .ask()
        .get("/job/{id}/input/file", id)
        .then()
        .statusCode(200)
        .header("Content-Type", equalTo("text/plain"))
        .header("Content-Disposition", containsString("lines.txt"))
        .header("Accept-Ranges", equalTo("bytes"))
        .header("Sunset", notNullValue())
        .header("Content-Security-Policy", equalTo("sandbox"))
        .body(equalTo("b\na\n"));
    alice
        .ask()
        .header("Range", "bytes=2-")
        .get("/job/{id}/input/file", id)
        .then()
        .statusCode(206)
        .header("Content-Range", equalTo("bytes 2-3/4"))
        .body(equalTo("a\n"));
    alice
        .ask()
        .header("Range", "bytes=4-")
        .get("/job/{id}/input/file", id)
        .then()
        .spec(problem(416, "range-not-satisfiable"));
    String tag = alice.ask().head("/job/{id}/input/file", id).header("ETag");
    alice.ask().header("If-None-Match", tag).get("/job/{id}/input/file", id).then().statusCode(304);
    alice.cancel(id);
    alice.ask().get("/job/{id}/input/file", id).then().statusCode(200);
  }

  @Test
  void a_job_without_a_file_has_none() {
    String id = login();

    alice.ask().get("/job/{id}/input/file", id).then().spec(problem(404, "unknown-path"));
    alice.ask().get("/job/{id}/status", id).then().body("links.input", endsWith("/input"));
  }
}
