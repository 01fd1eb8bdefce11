package org.meanwhile.contract;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;
import static org.meanwhile.contract.support.Problems.problem;

import io.restassured.http.ContentType;
import io.restassured.response.Response;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.meanwhile.contract.support.Client;
import org.meanwhile.contract.support.RawClient;
import org.meanwhile.contract.support.SharedServer;

@Execution(ExecutionMode.SAME_THREAD)
@ExtendWith(SharedServer.class)
class ProblemsIT {
  private final Client client;

  ProblemsIT(Client client) {
    this.client = client;
  }

  @ParameterizedTest
  @ValueSource(strings = {"/operation?q=", "/operation/", "/"})
  void a_uri_has_8000_octets(String start) {
    String most = start + "x".repeat(8000 - start.length());

    client.askUndescribed().get(most).then().statusCode(not(equalTo(414)));
    client.askUndescribed().get(most + "x").then().spec(problem(414, "uri-too-long"));
    client.askUndescribed().get(most + "x".repeat(16_000)).then().spec(problem(414));
  }

  @Test
  void header_fields_have_16_KiB_in_all() {
    client.askUndescribed().header("X-Much", "x".repeat(15_000)).get("/job").then().statusCode(200);
    client
        .askUndescribed()
        .header("X-Much", "x".repeat(10_000))
        .header("X-More", "x".repeat(10_000))
        .get("/job")
        .then()
        .spec(problem(431, "request-header-fields-too-large"));
    client.askUndescribed().header("X-Much", "x".repeat(30_000)).get("/job").then().statusCode(431);
    client.ask().header("X-Much", "x".repeat(17_000)).get("/health/live").then().statusCode(431);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/nothing",
        "/nothing/here",
        "/job/",
        "/jobs",
        "/job/0190a1b2-0000-7000-8000-000000000000/nothing",
        "/job/0190a1b2-0000-7000-8000-000000000000/output/more",
        "/operation/simulate/more",
        "/index.jsp",
        "/WEB-INF/web.xml",
        "/META-INF/MANIFEST.MF",
        "/WEB-INF/classes/META-INF/microprofile-config.properties",
        "/application.wadl",
        "/openapi/application.wadl",
        "/openapi;a=b/application.wadl",
        "/swagger-ui/nothing.js",
        "/webjars/nothing",
        "/assets/nothing.css",
        "/x;a=%25",
        "/%E2%82%AC",
        "/a%20b",
        "/job%2F42",
        "/favicon.nothing",
      })
  void an_unknown_path_is_not_found(String path) {
    Response answer = client.askUndescribed().urlEncodingEnabled(false).get(path);

    if (path.equals("/job/")) {
      // Some servers treat this as the same resource: then it must answer as that resource.
      assertThat(answer.statusCode()).isIn(200, 404);
    } else if (path.startsWith("/job/") || path.startsWith("/operation/")) {
      answer.then().spec(problem(404));
    } else {
      answer.then().spec(problem(404, "unknown-path"));
    }
  }

  /** RFC 3986, section 6.2.2.2. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "/%6Aob",
        "/jo%62/?limit=1",
        "/%6fperation/sim%75late",
        "/he%61lth/live",
        "/open%61pi"
      })
  void letters_of_a_path_may_be_encoded(String path) {
    Response answer = client.askUndescribed().urlEncodingEnabled(false).get(path);

    assertThat(answer.statusCode()).isEqualTo(200);
  }

  @Test
  void a_job_is_found_by_a_path_with_encoded_letters() {
    String id = client.accepted(Map.of("operation", "simulate", "startAt", Client.TOMORROW));
    String encoded =
        String.format("/jo%%62/%%%02x%s/st%%61tus", (int) id.charAt(0), id.substring(1));

    client
        .askUndescribed()
        .urlEncodingEnabled(false)
        .get(encoded)
        .then()
        .statusCode(200)
        .body("id", equalTo(id))
        .body("links.self", endsWith("/job/" + id));
    client.cancel(id);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "42",
        "not-a-uuid",
        "0190a1b2-0000-7000-8000-00000000000",
        "0190a1b2-0000-7000-8000-0000000000000",
        "1-1-1-1-1",
        "%00",
        "%27%20OR%201=1",
        "..%2f..%2fetc",
        "%F0%9F%98%80",
        "-0190a1b-0000-7000-8000-000000000000",
      })
  void an_id_that_is_no_uuid_is_an_unknown_job(String id) {
    for (String suffix : List.of("", "/status", "/output")) {
      Response answer =
          client.askUndescribed().urlEncodingEnabled(false).get("/job/" + id + suffix);
      if (id.contains("%2f") || id.equals("%00")) {
        // The connector may refuse these requests before the application sees them.
        assertThat(answer.statusCode()).isIn(400, 404);
      } else {
        answer.then().spec(problem(404, "unknown-job"));
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "PATCH, /job",
    "DELETE, /job",
    "PATCH, /job/0190a1b2-0000-7000-8000-000000000000/status",
    "POST, /job/0190a1b2-0000-7000-8000-000000000000/status",
    "DELETE, /job/0190a1b2-0000-7000-8000-000000000000/status",
    "PUT, /job/0190a1b2-0000-7000-8000-000000000000/output",
    "POST, /operation",
    "DELETE, /operation/simulate",
  })
  void a_wrong_method_is_told_the_right_ones(String method, String path) {
    Response answer = client.askUndescribed().request(method, path);

    answer.then().spec(problem(405));
    assertThat(answer.header("Allow")).contains("GET").doesNotContain(method);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/swagger-ui/", "/nothing"})
  void static_pages_are_not_posted_to(String path) {
    Response answer = client.askUndescribed().body("x").post(path);

    answer.then().spec(problem(path.equals("/nothing") ? 404 : 405));
  }

  @Test
  void options_says_what_is_allowed_and_nothing_of_the_inside() {
    Response answer = client.askUndescribed().options("/job");

    assertThat(answer.statusCode()).isIn(200, 204);
    assertThat(answer.header("Allow")).contains("GET", "POST");
    assertThat(answer.asString()).doesNotContain("wadl").doesNotContain("org.meanwhile");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        " ",
        "{",
        "{\"operation\":}",
        "{\"operation\":\"simulate\"",
        "{\"operation\":\"simulate\"} trailing",
        "{\"operation\":\"simulate\"}{}",
        "{'operation':'simulate'}",
        "{\"operation\":\"simulate\",}",
        "{\"operation\":\"\\uD800",
        "// comment\n{\"operation\":\"simulate\"}",
        "{\"operation\":\"simulate\",\"priority\":NaN}",
        "{\"operation\":\"simulate\",\"priority\":01}",
        "{\"operation\":\"simulate\",\"priority\":1e2147483648}",
        "{\"operation\":\"simulate\",\"input\":{\"steps\":0e-9999999999}}",
      })
  void malformed_json_is_a_malformed_request(String body) {
    client
        .askWrongly()
        .contentType(ContentType.JSON)
        .body(body)
        .post("/job")
        .then()
        .spec(problem(400, "malformed-request"));
  }

  @Test
  void bytes_that_are_no_utf8_are_a_malformed_request() {
    byte[] body = "{\"operation\":\"simulate\",\"labels\":{\"a\":\"?\"}}".getBytes(US_ASCII);
    body[body.length - 4] = (byte) 0xFF;

    client
        .askWrongly()
        .contentType(ContentType.JSON)
        .body(body)
        .post("/job")
        .then()
        .spec(problem(400, "malformed-request"));
  }

  @Test
  void json_in_another_encoding_is_a_malformed_request() {
    String json = "{\"operation\":\"simulate\",\"labels\":{\"a\":\"??\"}}";
    byte[] overlong = json.getBytes(US_ASCII);
    overlong[json.indexOf('?')] = (byte) 0xC0;
    overlong[json.indexOf('?') + 1] = (byte) 0xAF;

    for (byte[] body : List.of(overlong, json.getBytes(UTF_16), json.getBytes(UTF_16LE))) {
      client
          .askWrongly()
          .contentType(ContentType.JSON)
          .body(body)
          .post("/job")
          .then()
          .spec(problem(400, "malformed-request"));
    }
    client
        .askWrongly()
        .contentType(ContentType.JSON)
        .body(('\uFEFF' + json).getBytes(UTF_8))
        .post("/job")
        .then()
        .statusCode(202);
  }

  @Test
  void a_member_with_too_long_a_name_is_told_so() {
    client
        .askWrongly()
        .contentType(ContentType.JSON)
        .body("{\"" + "a".repeat(60_000) + "\":1}")
        .post("/job")
        .then()
        .spec(problem(400, "malformed-request"))
        .body("detail", containsString("name"));
  }

  @Test
  void an_input_that_lacks_a_member_is_told_which() {
    Map<String, String> details =
        Map.of("{}", "is required", "{\"query\":null}", "must be a string");
    for (String input : details.keySet()) {
      client
          .askWrongly()
          .contentType(ContentType.JSON)
          .body("{\"operation\":\"export\",\"input\":" + input + "}")
          .post("/job")
          .then()
          .spec(problem(400, "invalid-request"))
          .body("errors[0].pointer", equalTo("/input/query"))
          .body("errors[0].detail", equalTo(details.get(input)));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ' ',
      value = {
        "/assets/a|b<c>ö /assets/a%7Cb%3Cc%3E%C3%B6",
        "/assets/a%20b /assets/a%20b",
        "/x|y /x%7Cy",
      })
  void the_path_of_a_problem_is_a_uri(String path, String instance) throws IOException {
    try (RawClient connection = new RawClient(client.base())) {
      String request = "GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n";
      assertThat(connection.send(request.getBytes(UTF_8), false, false).body())
          .contains("\"instance\":\"" + instance + '"');
    }
  }

  /** The container refuses a request without reading it: the bytes that follow may be its body. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "POST /WEB-INF/x HTTP/1.1\r\nTransfer-Encoding: xchunked",
        "TRACE /META-INF/x HTTP/1.1\r\nContent-Length: 30",
        "POST /WEB-INF/x HTTP/1.1\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\nHost: a\r\n\r\n0",
        "GET /WEB-INF/web.xml HTTP/1.1",
      })
  void nothing_behind_what_the_container_refuses_is_answered(String head) throws IOException {
    String hidden = "GET /health/live HTTP/1.1\r\nHost: localhost\r\n\r\n";
    try (Socket socket = new Socket(client.base().getHost(), client.base().getPort())) {
      socket.setSoTimeout(20_000);
      socket
          .getOutputStream()
          .write((head + "\r\nHost: localhost\r\n\r\n" + hidden).getBytes(UTF_8));
      String answers = new String(socket.getInputStream().readAllBytes(), UTF_8);

      assertThat(answers)
          .startsWith("HTTP/1.1 404 ")
          .containsOnlyOnce("HTTP/1.1 ")
          .contains("X-Content-Type-Options: nosniff", "Referrer-Policy: no-referrer");
    }
  }

  @Test
  void over_http_2_the_limits_are_the_same_and_nobody_else_is_refused() throws Exception {
    HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build();
    assertThat(over2(http, "/job", 10).version()).isEqualTo(HttpClient.Version.HTTP_2);
    for (int i = 0; i < 12; i++) {
      assertThat(over2(http, "/job", 7_000).statusCode()).isEqualTo(200);
      assertThat(over2(http, "/job", 17_000).statusCode()).isEqualTo(431);
      assertThat(over2(http, "/operation?" + "x".repeat(8_000), 10).statusCode()).isEqualTo(414);
    }
    HttpClient another = HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build();
    for (int i = 0; i < 40; i++) {
      assertThat(over2(another, "/job", 10).statusCode()).isEqualTo(200);
    }
  }

  private HttpResponse<String> over2(HttpClient http, String path, int letters) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(client.base().resolve(path))
            .header("X-Much", "x".repeat(letters))
            .timeout(Duration.ofSeconds(20))
            .build();
    return http.send(request, HttpResponse.BodyHandlers.ofString());
  }

  @Test
  void deep_json_is_refused_before_it_hurts() {
    for (int depth : List.of(100, 100_000)) {
      String body =
          "{\"operation\":\"simulate\",\"input\":" + "[".repeat(depth) + "]".repeat(depth) + "}";
      client
          .askWrongly()
          .contentType(ContentType.JSON)
          .body(body)
          .post("/job")
          .then()
          .spec(problem(400));
    }
  }

  @Test
  void json_that_is_no_object_is_refused() {
    for (String body : List.of("[]", "\"simulate\"", "42", "null", "true")) {
      client
          .askWrongly()
          .contentType(ContentType.JSON)
          .body(body)
          .post("/job")
          .then()
          .spec(problem(400));
    }
  }

  @Test
  void a_member_that_stands_twice_is_refused() {
    client
        .askWrongly()
        .contentType(ContentType.JSON)
        .body("{\"operation\":\"simulate\",\"operation\":\"sort\"}")
        .post("/job")
        .then()
        .spec(problem(400));
    client
        .askWrongly()
        .contentType(ContentType.JSON)
        .body("{\"operation\":\"simulate\",\"input\":{\"steps\":1,\"steps\":2}}")
        .post("/job")
        .then()
        .spec(problem(400));
  }

  @Test
  void a_body_that_is_too_large_is_refused() {
    String body = "{\"operation\":\"simulate\",\"labels\":{\"a\":\"" + "x".repeat(2 << 20) + "\"}}";

    client
        .askWrongly()
        .contentType(ContentType.JSON)
        .body(body)
        .post("/job")
        .then()
        .spec(problem(413));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "text/plain",
        "application/xml",
        "application/x-www-form-urlencoded",
        "application/json-patch+json"
      })
  void another_media_type_is_not_supported(String type) {
    client
        .askWrongly()
        .contentType(type)
        .body("{\"operation\":\"simulate\"}")
        .post("/job")
        .then()
        .spec(problem(415));
  }

  @Test
  void what_the_server_has_not_is_not_acceptable() {
    client.askWrongly().accept("application/xml").get("/operation").then().spec(problem(406));
    client.askWrongly().accept("image/png").get("/job").then().spec(problem(406));
  }

  @Test
  void a_problem_is_sent_even_to_who_accepts_only_json() {
    String unknown = "0190a1b2-0000-7000-8000-000000000000";

    client
        .askWrongly()
        .accept("application/json")
        .get("/job/{id}", unknown)
        .then()
        .spec(problem(404, "unknown-job"));
    client
        .askWrongly()
        .accept("text/html")
        .get("/job/{id}/output", unknown)
        .then()
        .spec(problem(404));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/operation | {}",
        "/operation | {\"operation\":null}",
        "/operation | {\"operation\":7}",
        "/operation | {\"operation\":\"\"}",
        "/operation | {\"operation\":[\"simulate\"]}",
        "/unknown   | {\"operation\":\"simulate\",\"unknown\":1}",
        "/a~1b~0c   | {\"operation\":\"simulate\",\"a/b~c\":1}",
        "/input     | {\"operation\":\"simulate\",\"input\":7}",
        "/input     | {\"operation\":\"simulate\",\"input\":[]}",
        "/input     | {\"operation\":\"simulate\",\"input\":\"{}\"}",
        "/input/steps | {\"operation\":\"simulate\",\"input\":{\"steps\":-1}}",
        "/input/steps | {\"operation\":\"simulate\",\"input\":{\"steps\":1.5}}",
        "/input/steps | {\"operation\":\"simulate\",\"input\":{\"steps\":\"1\"}}",
        "/input/steps | {\"operation\":\"simulate\",\"input\":{\"steps\":99999999999999999999}}",
        "/input/steps | {\"operation\":\"simulate\",\"input\":{\"steps\":true}}",
        "/input/outputBytes | {\"operation\":\"simulate\",\"input\":{\"outputBytes\":-1}}",
        "/input/duration | {\"operation\":\"simulate\",\"input\":{\"duration\":\"soon\"}}",
        "/input/duration | {\"operation\":\"simulate\",\"input\":{\"duration\":5}}",
        "/input/failure | {\"operation\":\"simulate\",\"input\":{\"failure\":\"sometimes\"}}",
        "/input/ignoreInterrupt | {\"operation\":\"simulate\",\"input\":{\"ignoreInterrupt\":\"yes\"}}",
        "/input/surprise | {\"operation\":\"simulate\",\"input\":{\"surprise\":1}}",
        "/labels    | {\"operation\":\"simulate\",\"labels\":[]}",
        "/labels    | {\"operation\":\"simulate\",\"labels\":\"a:b\"}",
        "/labels/a  | {\"operation\":\"simulate\",\"labels\":{\"a\":1}}",
        "/labels/a  | {\"operation\":\"simulate\",\"labels\":{\"a\":\"\\u202Egnp.exe\"}}",
        "/labels/a  | {\"operation\":\"simulate\",\"labels\":{\"a\":\"x\\u2066y\\u2069\"}}",
        "/labels/a  | {\"operation\":\"simulate\",\"labels\":{\"a\":\"ad\\u200Bmin\"}}",
        "/labels/a b | {\"operation\":\"simulate\",\"labels\":{\"a b\":\"\"}}",
        "/labels/a:b | {\"operation\":\"simulate\",\"labels\":{\"a:b\":\"\"}}",
        "/labels/e\u0301 | {\"operation\":\"simulate\",\"labels\":{\"e\\u0301\":\"\"}}",
        "/labels/a  | {\"operation\":\"simulate\",\"labels\":{\"a\":null}}",
        "/priority  | {\"operation\":\"simulate\",\"priority\":\"high\"}",
        "/priority  | {\"operation\":\"simulate\",\"priority\":1.5}",
        "/priority  | {\"operation\":\"simulate\",\"priority\":99999999999}",
        "/startAt   | {\"operation\":\"simulate\",\"startAt\":\"tomorrow\"}",
        "/startAt   | {\"operation\":\"simulate\",\"startAt\":1}",
        "/startAt   | {\"operation\":\"simulate\",\"startAt\":\"2026-12-01T02:00Z\"}",
        "/startAt   | {\"operation\":\"simulate\",\"startAt\":\"-9999-01-01T00:00:00Z\"}",
        "/startAt   | {\"operation\":\"simulate\",\"startAt\":\"2020-02-30T00:00:00Z\"}",
        "/startAt   | {\"operation\":\"simulate\",\"startAt\":\"2020-02-20T00:00:00+01\"}",
        "/startAt   | {\"operation\":\"simulate\",\"startAt\":\"2026-12-01\"}",
        "/startAt   | {\"operation\":\"simulate\",\"startAt\":\"+999999999-12-31T23:59:59Z\"}",
        "/timeout   | {\"operation\":\"simulate\",\"timeout\":\"1h\"}",
        "/timeout   | {\"operation\":\"simulate\",\"timeout\":\"PT0S\"}",
        "/timeout   | {\"operation\":\"simulate\",\"timeout\":\"-PT1H\"}",
        "/timeout   | {\"operation\":\"simulate\",\"timeout\":60}",
        "/timeout   | {\"operation\":\"simulate\",\"timeout\":\"-PT-1H\"}",
        "/timeout   | {\"operation\":\"simulate\",\"timeout\":\"pt1h\"}",
        "/timeout   | {\"operation\":\"simulate\",\"timeout\":\"PT\"}",
        "/timeout   | {\"operation\":\"simulate\",\"timeout\":\"PT99999999999999999999S\"}",
        "/labels/a  | {\"operation\":\"simulate\",\"labels\":{\"a\":\"\\ud800\"}}",
        "/input     | {\"operation\":\"simulate\",\"input\":{\"mediaType\":\"\\ud800\"}}",
        "/retain    | {\"operation\":\"simulate\",\"retain\":\"forever\"}",
        "/retain    | {\"operation\":\"simulate\",\"retain\":\"-P1D\"}",
      })
  void a_wrong_member_is_pointed_at(String pointer, String body) {
    client
        .askWrongly()
        .contentType(ContentType.JSON)
        .body(body)
        .post("/job")
        .then()
        .spec(problem(400, "invalid-request"))
        .body("errors.pointer", hasItem(pointer));
  }

  @Test
  void all_that_is_wrong_is_said_at_once() {
    Response answer =
        client
            .askWrongly()
            .contentType(ContentType.JSON)
            .body("{\"operation\":\"simulate\",\"input\":{\"steps\":-1,\"outputBytes\":-1}}")
            .post("/job");

    answer.then().spec(problem(400, "invalid-request"));
    assertThat(answer.<List<String>>path("errors.pointer"))
        .contains("/input/steps", "/input/outputBytes");
    assertThat(answer.<List<String>>path("errors.detail")).hasSize(2).doesNotContainNull();
  }

  @Test
  void no_more_is_said_to_be_wrong_than_anybody_reads() {
    StringBuilder many = new StringBuilder("\"!0\":1");
    for (int i = 1; i < 5000; i++) {
      many.append(",\"!").append(i).append("\":1");
    }

    Response answer =
        client
            .askWrongly()
            .contentType(ContentType.JSON)
            .body("{\"operation\":\"simulate\",\"labels\":{" + many + "}}")
            .post("/job");

    answer.then().spec(problem(400, "invalid-request"));
    assertThat(answer.<List<String>>path("errors.detail")).hasSize(100);
  }

  @ParameterizedTest
  @ValueSource(strings = {"operation=%00", "label=a:%00", "label=a:%0a", "operation=a%1b"})
  void a_query_of_characters_that_no_name_has_is_refused(String query) {
    client
        .askWrongly()
        .urlEncodingEnabled(false)
        .get("/job?" + query)
        .then()
        .spec(problem(400, "invalid-request"));
  }

  @Test
  void an_unknown_operation_is_told_from_an_invalid_request() {
    client
        .askWrongly()
        .contentType(ContentType.JSON)
        .body("{\"operation\":\"fly\"}")
        .post("/job")
        .then()
        .spec(problem(400, "unknown-operation"));
    client.ask().get("/operation/fly").then().spec(problem(404, "unknown-operation"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "?",
        "?&&&",
        "?limit",
        "?=x",
        "?limit=1&limit=2",
        "?unknown=1",
        "?label=%",
        "?label=%zz",
        "?label=%00",
        "?cursor=%F0%28",
        "?%",
        "?status=%",
        "?a[]=1",
      })
  void a_nasty_query_string_harms_nobody(String query) throws IOException {
    assertThat(statusLine("/job" + query)).matches("HTTP/1.1 (200|400) .*");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/x;a=%", "/%", "/job/%zz", "/job;a=b", "/job/../../x", "/\\x", "//job", "/./job"})
  void a_nasty_path_harms_nobody(String path) throws IOException {
    assertThat(statusLine(path)).matches("HTTP/1.1 (200|400|404) .*");
  }

  /** Sends the path as it is: HTTP clients correct or refuse such addresses. */
  private String statusLine(String target) throws IOException {
    try (Socket socket = new Socket(client.base().getHost(), client.base().getPort())) {
      socket.setSoTimeout(30_000);
      String request =
          "GET " + target + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(US_ASCII));
      String answer = new String(socket.getInputStream().readAllBytes(), UTF_8);
      assertThat(answer).doesNotContain("org.meanwhile").doesNotContain("Exception");
      return answer.lines().findFirst().orElse("nothing");
    }
  }

  @Test
  void the_instance_is_what_was_asked_for() {
    client
        .askUndescribed()
        .get("/nothing/at/all")
        .then()
        .spec(problem(404))
        .body("instance", containsString("/nothing/at/all"));
  }

  @Test
  void head_of_an_error_has_its_headers() {
    client
        .ask()
        .head("/job/0190a1b2-0000-7000-8000-000000000000")
        .then()
        .statusCode(404)
        .contentType(containsString("application/problem+json"))
        .body(equalTo(""));
  }
}
