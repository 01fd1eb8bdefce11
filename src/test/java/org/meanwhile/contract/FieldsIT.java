package org.meanwhile.contract;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.time.format.DateTimeFormatter.RFC_1123_DATE_TIME;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.meanwhile.contract.support.Problems.problem;

import io.restassured.http.ContentType;
import io.restassured.response.Response;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.meanwhile.contract.support.Client;
import org.meanwhile.contract.support.RawAnswer;
import org.meanwhile.contract.support.RawClient;
import org.meanwhile.contract.support.SharedServer;

/** Fields of requests and answers by RFC 9110. */
@Execution(ExecutionMode.SAME_THREAD)
@ExtendWith(SharedServer.class)
class FieldsIT {
  private static final String JOB = "{\"operation\":\"simulate\"}";
  private static final String CHUNKS = "18\r\n" + JOB + "\r\n0\r\n\r\n";

  private final Client client;

  FieldsIT(Client client) {
    this.client = client;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\'',
      value = {
        "If-Match      | *                  | 200",
        "If-Match      | \"other\"          | 412",
        "If-None-Match | *                  | 304",
        "If-None-Match | W/\"1\"            | 304",
        "If-None-Match | \"1\"              | 304",
        "If-None-Match | , ,W/\"1\",,      | 304",
        "If-None-Match | \"a,b\" , W/\"1\"  | 304",
        "If-None-Match | \"other\"          | 200",
        "If-None-Match | 1                  | 200",
        "If-None-Match | \"unterminated     | 200",
        "If-None-Match | w/\"1\"            | 200",
      })
  void a_condition_on_a_status_document_holds_or_not(String field, String value, int status) {
    String id = client.accepted(Map.of("operation", "simulate", "startAt", Client.TOMORROW));

    Response answer = client.ask().header(field, value).get("/job/{id}/status", id);

    assertThat(answer.statusCode()).isEqualTo(status);
  }

  @ParameterizedTest
  @ValueSource(strings = {"foo", "*,*", "*, \"a\"", "\"unterminated", "w/\"1\""})
  void a_condition_that_cannot_be_read_changes_nothing(String value) {
    String id = UUID.randomUUID().toString();
    for (String method : List.of("PUT", "POST", "DELETE")) {
      client
          .askWrongly()
          .contentType(ContentType.JSON)
          .header("If-None-Match", value)
          .body(JOB)
          .request(method, "/job/" + id)
          .then()
          .spec(problem(400));
    }
    client.ask().get("/job/{id}/status", id).then().spec(problem(404));
  }

  /** RFC 9110, section 5.6.1.2: a list may have empty elements. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\'',
      value = {
        "If-None-Match | , ,{tag},,         | 304",
        "If-None-Match | \"a\",,{tag}       | 304",
        "If-None-Match | ,\"a\"             | 200",
        "If-Match      | , ,{tag},          | 200",
        "If-Match      | ,\"a\",            | 412",
      })
  void a_condition_on_an_output_holds_or_not(String field, String value, int status) {
    String output = "/job/" + client.ended(Map.of("outputBytes", 10)) + "/output";
    String tag = client.ask().get(output).header("ETag");

    Response answer = client.ask().header(field, value.replace("{tag}", tag)).get(output);

    assertThat(answer.statusCode()).isEqualTo(status);
  }

  @ParameterizedTest
  @CsvSource({
    "POST, /job, 'application/json, multipart/form-data'",
    "PUT, /job/{id}, 'application/json, multipart/form-data'",
    "POST, /job/{id}/share, application/json",
    "POST, /job/{id}/rerun, application/json",
    "PUT, /schedule/wild, application/json",
    "PATCH, /job/{id}, application/merge-patch+json",
    "PATCH, /operation/simulate, application/merge-patch+json",
  })
  void a_body_of_another_type_is_told_which_it_may_be(String method, String path, String types) {
    String there = path.replace("{id}", client.ended(Map.of()));
    for (String type : List.of("text/plain", "application/*", "*/*")) {
      client
          .askWrongly()
          .contentType(type)
          .body("{}".getBytes(US_ASCII))
          .request(method, there)
          .then()
          .spec(problem(415, "unsupported-media-type"))
          .header("Accept", types);
    }
  }

  @Test
  void the_options_of_the_server_as_a_whole_are_told() throws IOException {
    assertThat(sent("OPTIONS * HTTP/1.1\r\nHost: localhost\r\nConnection: close", ""))
        .startsWith("HTTP/1.1 204 ")
        .contains("Allow: ");
    assertThat(sent("GET * HTTP/1.1\r\nHost: localhost\r\nConnection: close", ""))
        .doesNotStartWith("HTTP/1.1 2");
  }

  @Test
  void a_body_in_a_content_coding_is_not_taken() {
    Response answer =
        client
            .askWrongly()
            .contentType(ContentType.JSON)
            .header("Content-Encoding", "gzip")
            .body(JOB)
            .post("/job");

    answer.then().spec(problem(415)).header("Accept-Encoding", "identity");
    client
        .ask()
        .contentType(ContentType.JSON)
        .header("Content-Encoding", "identity")
        .body(JOB)
        .post("/job")
        .then()
        .statusCode(202);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "If-None-Match   | \"a\",    | 1400 | 200",
        "Idempotency-Key | x          | 7000 | 400",
      })
  void a_long_field_is_read_or_refused(String field, String piece, int times, int status) {
    String id = client.accepted(Map.of("operation", "simulate", "startAt", Client.TOMORROW));
    String value = piece.strip().repeat(times);

    Response answer =
        field.equals("If-None-Match")
            ? client.askWrongly().header(field, value + "\"a\"").get("/job/{id}/status", id)
            : client.askWrongly().header(field, '"' + value + '"').post("/job");

    assertThat(answer.statusCode()).isEqualTo(status);
  }

  @Test
  void what_only_reads_may_say_anything_of_its_content() throws IOException {
    for (String path : List.of("/openapi", "/health/ready", "/metrics")) {
      assertThat(
              sent(
                  "GET %s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n".formatted(path)
                      + "Content-Type: text/html;q=abc",
                  ""))
          .as(path)
          .startsWith("HTTP/1.1 200 ");
    }
  }

  @Test
  void a_weight_that_is_none_makes_the_type_unreadable() throws IOException {
    assertThat(
            sent(
                "GET /job HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                    + "Content-Type: text/html;q=5",
                ""))
        .startsWith("HTTP/1.1 400 ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Type: json",
        "Content-Type: application/json, text/plain",
        "Content-Type: multipart/form-data; boundary=",
        "Content-Type: application/json\r\nContent-Type: text/plain",
        "Content-Type: text/plain\r\nContent-Type: application/json",
      })
  void a_type_that_cannot_be_read_is_refused(String fields) throws IOException {
    assertThat(
            sent(
                "POST /job HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: "
                    + JOB.length()
                    + "\r\n"
                    + fields,
                JOB))
        .startsWith("HTTP/1.1 400 ")
        .contains("a header field cannot be read");
  }

  @Test
  void a_part_is_not_taken_for_the_whole() {
    String id = UUID.randomUUID().toString();

    client
        .askWrongly()
        .contentType(ContentType.JSON)
        .header("Content-Range", "bytes 0-23/24")
        .body(JOB)
        .put("/job/{id}", id)
        .then()
        .spec(problem(400, "malformed-request"));

    client.ask().get("/job/{id}/status", id).then().spec(problem(404));
  }

  @Test
  void a_body_behind_an_upgrade_is_not_taken_for_a_request() throws IOException {
    String head = "Host: localhost\r\nUpgrade: other\r\nContent-Length: ";

    assertThat(sent("POST /job HTTP/1.1\r\n" + head + JOB.length(), JOB))
        .startsWith("HTTP/1.1 400 ");
    String second = "GET /operation HTTP/1.1\r\nHost: localhost\r\n\r\n";
    assertThat(sent("GET /operation/no HTTP/1.1\r\n" + head + second.length(), second))
        .startsWith("HTTP/1.1 400 ")
        .doesNotContain("simulate");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "TRACE /job",
        "TRACE /job/x",
        "TRACE /health/live",
        "TRACE /metrics",
        "TRACE /openapi",
        "TRACE /",
        "TRACE /no-such",
        "CONNECT /job",
        "CONNECT /health/live"
      })
  void what_has_no_content_is_refused_and_what_follows_is_no_request(String first)
      throws IOException {
    String hidden = "GET /operation/no HTTP/1.1\r\nHost: localhost\r\n\r\n";
    String trace =
        "%s HTTP/1.1\r\nHost: localhost\r\nX-Secret: seen\r\nContent-Length: %d\r\n\r\n%s"
            .formatted(first, hidden.length(), hidden);
    String next = "GET /operation/simulate HTTP/1.1\r\nHost: localhost\r\n\r\n";
    try (RawClient connection = new RawClient(client.base())) {
      RawAnswer refused = connection.send(trace.getBytes(US_ASCII), false, false);
      assertThat(refused.status()).isIn(404, 405, 501);
      assertThat(refused.fields().get("Content-Type")).isEqualTo("application/problem+json");
      assertThat(refused.body()).doesNotContain("seen");
      assertThat(connection.send(next.getBytes(US_ASCII), false, false).status()).isEqualTo(200);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "xchunked",
        "gzip",
        "gzip, chunked",
        "chunked, gzip",
        "chunked, chunked",
        "identity",
        "chunked;q=1",
        "gzip\r\nTransfer-Encoding: chunked",
        "chunked\r\nTransfer-Encoding: chunked",
        "chunked\r\nTransfer-Encoding:",
        "",
        "\r\n chunked",
        "\r\n\tchunked",
        "\n chunked",
        "chunked\r\n chunked",
        ",chunked",
        "chunked,",
        "\"chunked\"",
      })
  void a_body_in_an_unknown_transfer_coding_is_refused_and_is_no_request(String coding)
      throws IOException {
    String head =
        "POST /job HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
            + "Transfer-Encoding: ";
    String hidden = "GET /operation/no HTTP/1.1\r\nHost: localhost\r\n\r\n";

    String answers = sent(head + coding, CHUNKS + hidden);

    assertThat(answers)
        .startsWith("HTTP/1.1 400 ")
        .contains("/problem/malformed-request", "Connection: close")
        .doesNotContain("unknown-operation");
  }

  @Test
  void chunks_are_read_whatever_the_case_of_their_name() throws IOException {
    String head =
        "Host: localhost\r\nConnection: close\r\nContent-Type: application/json\r\n"
            + "Transfer-Encoding: Chunked";

    assertThat(sent("POST /job HTTP/1.1\r\n" + head, CHUNKS)).startsWith("HTTP/1.1 202 ");
    assertThat(sent("POST /job HTTP/1.0\r\n" + head, CHUNKS)).startsWith("HTTP/1.1 400 ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Content-Length: 5\r\n", ""})
  void after_chunks_that_may_have_hidden_a_length_no_request_is_read(String length)
      throws IOException {
    String head =
        "POST /job HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n" + length;
    String next = "GET /operation/no HTTP/1.1\r\nHost: localhost\r\n\r\n";

    assertThat(sent(head + "Transfer-Encoding: chunked", CHUNKS + next))
        .startsWith("HTTP/1.1 202 ")
        .contains("Connection: close")
        .doesNotContain("unknown-operation");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Length: 24\r\nContent-Length: 5",
        "Content-Length: 24, 24",
        "Content-Length:\r\n 24",
        "Content-Length: +24",
        "Content-Length:",
        "Transfer-Encoding: chunked\r\nContent-Length: 24",
        "Transfer-Encoding : chunked",
        "Transfer-Encoding: \u000bchunked",
        "Transfer-Encoding: chunked\u000b",
      })
  void a_body_whose_end_is_in_doubt_is_the_last_that_is_read(String framing) throws IOException {
    String head = "POST /job HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n";
    String next = "GET /operation/no HTTP/1.1\r\nHost: localhost\r\n\r\n";

    assertThat(sent(head + framing, JOB + next))
        .startsWith("HTTP/1.1 400 ")
        .doesNotContain("unknown-operation");
  }

  @Test
  void clients_that_send_chunks_are_answered_by_every_version() throws Exception {
    byte[] job = JOB.getBytes(UTF_8);
    for (Version version : Version.values()) {
      HttpClient http = HttpClient.newBuilder().version(version).build();
      for (int i = 0; i < 3; i++) {
        HttpRequest request =
            HttpRequest.newBuilder(client.base().resolve("/job"))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(job)))
                .build();
        assertThat(http.send(request, BodyHandlers.ofString()).statusCode()).isEqualTo(202);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET", "HEAD", "DELETE"})
  void a_body_that_nobody_reads_does_no_harm(String method) throws IOException {
    String job = "/job/" + client.ended(Map.of()) + (method.equals("DELETE") ? "" : "/status");
    String hidden = "GET /operation/no HTTP/1.1\r\nHost: localhost\r\n\r\n";
    try (RawClient connection = new RawClient(client.base())) {
      for (String body : new String[] {"{}", hidden}) {
        String request =
            "%s %s HTTP/1.1\r\nHost: localhost\r\nContent-Length: %d\r\n\r\n%s"
                .formatted(method, job, body.length(), body);
        boolean bodiless = method.equals("HEAD");
        RawAnswer answer = connection.send(request.getBytes(US_ASCII), bodiless, false);
        assertThat(answer.status()).isEqualTo(200);
      }
      String next = "GET /operation/simulate HTTP/1.1\r\nHost: localhost\r\n\r\n";
      assertThat(connection.send(next.getBytes(US_ASCII), false, false).status()).isEqualTo(200);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/job", "/operation/no", "/health/ready", "/metrics", "/", "/no-such", "/job/x"})
  void every_answer_has_its_date(String path) throws Exception {
    for (Version version : Version.values()) {
      HttpClient http = HttpClient.newBuilder().version(version).build();
      HttpResponse<Void> answer =
          http.send(
              HttpRequest.newBuilder(client.base().resolve(path)).build(),
              BodyHandlers.discarding());
      String date = answer.headers().firstValue("Date").orElseThrow();
      assertThat(RFC_1123_DATE_TIME.parse(date, Instant::from))
          .isCloseTo(Instant.now(), within(1, ChronoUnit.MINUTES));
      assertThat(date).hasSize("Wed, 01 Jan 2020 00:00:00 GMT".length());
      assertThat(answer.headers().allValues("Date")).hasSize(1);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/health", "/health/ready", "/health/live", "/metrics", "/openapi"})
  void what_the_server_tells_of_itself_is_only_read(String path) {
    String allowed = "GET, HEAD, OPTIONS";
    Response head = client.askUndescribed().head(path);
    assertThat(head.statusCode()).isEqualTo(200);
    assertThat(head.asString()).isEmpty();
    assertThat(head.header("Content-Length")).as("GET has content").isNotEqualTo("0");

    Response options = client.askUndescribed().options(path);

    assertThat(options.statusCode()).isEqualTo(204);
    assertThat(options.header("Allow")).isEqualTo(allowed);
    for (String method : new String[] {"POST", "PUT", "PATCH", "DELETE", "FOO"}) {
      client
          .askUndescribed()
          .request(method, path)
          .then()
          .spec(problem(405))
          .header("Allow", allowed);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"application/json;q=0.0001", ";;;", "q=2", "*/*;q=x"})
  void an_answer_without_a_body_depends_on_no_accept(String accept) {
    client.askUndescribed().header("Accept", accept).options("/job").then().statusCode(204);
  }

  @Test
  void a_body_of_any_type_is_of_none() throws IOException {
    assertThat(
            sent(
                "POST /job HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: */*\r\n"
                    + "Content-Length: 24",
                JOB))
        .startsWith("HTTP/1.1 415 ");
  }

  @Test
  void a_body_without_a_type_is_of_none() throws IOException {
    assertThat(
            sent(
                "POST /job HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: 24",
                JOB))
        .startsWith("HTTP/1.1 415 ");
  }

  @Test
  void head_says_the_length_that_get_has() {
    for (int i = 0; i < 30; i++) {
      client.accepted(
          Map.of(
              "operation", "simulate", "startAt", Client.TOMORROW, "labels", Map.of("head", "")));
    }
    for (String path : new String[] {"/job?label=head:", "/operation", "/job?label=none:"}) {
      String whole = client.ask().get(path).asString();

      assertThat(client.askUndescribed().head(path).header("Content-Length"))
          .isEqualTo(Integer.toString(whole.getBytes(UTF_8).length));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/job", "/operation", "/job/0190a1b2-0000-7000-8000-000000000000/output"})
  void where_there_is_get_there_is_head(String path) {
    Response answer = client.askUndescribed().patch(path);

    assertThat(answer.header("Allow").split("\\s*,\\s*"))
        .contains("GET", "HEAD")
        .doesNotHaveDuplicates();
  }

  @Test
  void a_method_that_no_server_knows_is_no_fault_of_this_one() {
    assertThat(client.askUndescribed().request("FOO", "/metrics").asString()).doesNotContain("log");
  }

  private String sent(String head, String body) throws IOException {
    try (Socket socket = new Socket(client.base().getHost(), client.base().getPort())) {
      socket.setSoTimeout(30_000);
      socket.getOutputStream().write((head + "\r\n\r\n" + body).getBytes(US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), US_ASCII);
    }
  }
}
