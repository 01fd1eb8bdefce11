package org.meanwhile.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.meanwhile.contract.support.Listener.flood;
import static org.meanwhile.contract.support.Listener.status;
import static org.meanwhile.contract.support.Listener.text;
import static org.meanwhile.contract.support.Problems.problem;

import com.standardwebhooks.Webhook;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import java.io.IOException;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.meanwhile.contract.support.Client;
import org.meanwhile.contract.support.Listener;
import org.meanwhile.contract.support.Server;

/** Deliveries of callbacks to receivers, most of which misbehave. */
class CallbackIT {
  private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
  private static final String SERVERS_SECRET = "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";
  private static final String KEY = "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";
  private static final String TIMEOUT = "PT2S";
  private static final int TRIES = 4;

  private static Server server;
  private static Client client;
  private static Listener listener;

  @BeforeAll
  static void start() {
    listener = new Listener();
    server =
        new Server("callbacks")
            .with("meanwhile.callback.allow", "127.0.0.1/32")
            .with("meanwhile.callback.secret", SERVERS_SECRET)
            .with("meanwhile.callback.secret-keys", KEY)
            .with("meanwhile.callback.retry-delays", "PT0.2S,PT0.2S,PT0.2S")
            .with("meanwhile.callback.timeout", TIMEOUT)
            .with("meanwhile.callback.poll-interval", "PT0.1S")
            .start();
    client = server.client();
  }

  @AfterAll
  static void stop() {
    server.close();
    listener.close();
  }

  private static String accepted(Map<String, ?> callback, String... input) {
    return client.accepted(
        Map.of(
            "operation",
            "simulate",
            "input",
            input.length == 0 ? Map.of() : Map.of(input[0], Integer.valueOf(input[1])),
            "callback",
            callback));
  }

  private static String calling(String url) {
    return accepted(Map.of("url", url));
  }

  private static JsonPath log(String job) {
    return client.ask().get("/job/{id}/callback", job).then().statusCode(200).extract().jsonPath();
  }

  private static JsonPath await(String job, Predicate<JsonPath> wanted) {
    return Awaitility.await("the callback of " + job)
        .pollInterval(Duration.ofMillis(50))
        .until(() -> log(job), log -> !log.getList("deliveries").isEmpty() && wanted.test(log));
  }

  private static JsonPath await(String job, String state) {
    return await(job, log -> state.equals(log.getString("deliveries[0].state")));
  }

  private static void verify(Listener.Request request, String secret) {
    HttpHeaders headers =
        HttpHeaders.of(
            request.fields().entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, field -> List.of(field.getValue()))),
            (name, value) -> true);
    assertThatCode(() -> new Webhook(secret).verify(request.body(), headers))
        .doesNotThrowAnyException();
  }

  @Test
  void the_end_of_a_job_is_told_and_signed_with_its_secret() {
    String url = listener.url("/told?token=1&x=%20", status(204));
    String job = accepted(Map.of("url", url, "secret", SECRET), "outputBytes", "10");

    JsonPath log = await(job, "Delivered");

    Listener.Request request = listener.requests("/told?token=1&x=%20").get(0);
    assertThat(request.line()).isEqualTo("POST /told?token=1&x=%20 HTTP/1.1");
    assertThat(request.field("Content-Type")).isEqualTo("application/cloudevents+json");
    assertThat(request.field("User-Agent")).isEqualTo("Meanwhile");
    assertThat(request.fields())
        .containsOnlyKeys(
            "Host",
            "User-Agent",
            "Connection",
            "Content-Type",
            "Content-Length",
            "webhook-id",
            "webhook-timestamp",
            "webhook-signature");
    verify(request, SECRET);
    JsonPath event = new JsonPath(request.body());
    assertThat(event.getString("specversion")).isEqualTo("1.0");
    assertThat(event.getString("id")).isEqualTo(request.field("webhook-id"));
    assertThat(event.getString("source")).isEqualTo(client.base() + "/");
    assertThat(event.getString("type")).isEqualTo("org.meanwhile.job.succeeded");
    assertThat(event.getString("subject")).isEqualTo(job);
    assertThat(event.getString("datacontenttype")).isEqualTo("application/json");
    assertThat(event.getMap("data")).isEqualTo(client.status(job).getMap(""));
    assertThat(event.getString("time")).isEqualTo(event.getString("data.finishedAt"));
    assertThat(event.getString("data.links.callback"))
        .isEqualTo(client.base() + "/job/" + job + "/callback");
    assertThat(log.getString("url")).isEqualTo(url);
    assertThat(log.getString("deliveries[0].id")).isEqualTo(event.getString("id"));
    assertThat(log.getString("deliveries[0].type")).isEqualTo(event.getString("type"));
    assertThat(log.getList("deliveries[0].tries.status")).containsExactly(204);
  }

  @Test
  void without_a_secret_of_its_own_a_job_has_the_servers() {
    String failed =
        accepted(Map.of("url", listener.url("/failed", status(200))), "failAtStep", "1");
    await(failed, "Delivered");
    verify(listener.requests("/failed").get(0), SERVERS_SECRET);
    assertThat(listener.requests("/failed").get(0).body()).contains("org.meanwhile.job.failed");
  }

  @Test
  void while_a_receiver_changes_its_secret_either_verifies() {
    String other = "whsec_" + "B".repeat(64);
    String url = listener.url("/rotated", status(200), status(200));
    String job = accepted(Map.of("url", url, "secrets", List.of(other, SECRET)));
    await(job, "Delivered");

    client.ask().post("/job/{id}/callback", job).then().statusCode(202);

    await(job, log -> log.getList("deliveries[0].tries").size() == 2);
    for (Listener.Request request : listener.requests("/rotated")) {
      assertThat(request.field("webhook-signature").split(" ")).hasSize(2);
      verify(request, SECRET);
      verify(request, other);
    }
  }

  @Test
  void a_secret_goes_with_its_job_when_nothing_is_to_be_tried_any_more() {
    String job =
        client.accepted(
            Map.of(
                "operation",
                "simulate",
                "retain",
                "PT0S",
                "callback",
                Map.of(
                    "url", listener.url("/expired", status(500), status(200)), "secret", SECRET)));
    await(job, "Delivered");
    listener.requests("/expired").forEach(request -> verify(request, SECRET));

    client.ask().post("/job/{id}/callback", job).then().spec(problem(410, "job-expired"));

    String unsigned =
        client.accepted(
            Map.of(
                "operation",
                "simulate",
                "retain",
                "PT0S",
                "callback",
                Map.of("url", listener.url("/own", status(200), status(200)))));
    await(unsigned, "Delivered");
    client.ask().post("/job/{id}/callback", unsigned).then().statusCode(202);
  }

  /** A repetition is the same request, whatever trace it is part of: the first is kept. */
  @Test
  void the_trace_of_the_request_is_kept_and_sent() {
    String parent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
    String other = "00-11112222333344445555666677778888-00f067aa0ba902b7-01";
    Map<String, ?> request =
        Map.of(
            "operation",
            "simulate",
            "callback",
            Map.of("url", listener.url("/traced", status(200))));
    String first = traced(request, parent, "a=1 , b=2");
    assertThat(traced(request, other, "c=3")).isEqualTo(first);
    String job = first.substring(first.lastIndexOf('/') + 1);

    await(job, "Delivered");

    Listener.Request sent = listener.requests("/traced").get(0);
    assertThat(sent.field("traceparent")).isEqualTo(parent);
    assertThat(sent.field("tracestate")).isEqualTo("a=1,b=2");
    JsonPath event = new JsonPath(sent.body());
    assertThat(event.getString("traceparent")).isEqualTo(parent);
    assertThat(event.getString("tracestate")).isEqualTo("a=1,b=2");
    assertThat(client.status(job).prettify()).doesNotContain("4bf92f3577b34da6a3ce929d0e0e4736");
  }

  private static String traced(Map<String, ?> request, String parent, String state) {
    return client
        .ask()
        .contentType(ContentType.JSON)
        .header("Idempotency-Key", "traced-" + request.hashCode())
        .header("traceparent", parent)
        .header("tracestate", state)
        .body(request)
        .post("/job")
        .then()
        .statusCode(202)
        .extract()
        .header("Location");
  }

  @Test
  void a_malformed_trace_is_ignored() {
    String location =
        traced(
            Map.of(
                "operation",
                "simulate",
                "callback",
                Map.of("url", listener.url("/untraced", status(200))),
                "labels",
                Map.of("trace", "malformed")),
            "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
            "a=1");
    await(location.substring(location.lastIndexOf('/') + 1), "Delivered");
    assertThat(listener.requests("/untraced").get(0).fields())
        .doesNotContainKeys("traceparent", "tracestate");
  }

  @Test
  void a_cancelled_job_is_told_as_such() {
    String waiting =
        client.accepted(
            Map.of(
                "operation",
                "simulate",
                "startAt",
                Client.TOMORROW,
                "callback",
                Map.of("url", listener.url("/canceled", status(200)))));
    client
        .ask()
        .post("/job/{id}/callback", waiting)
        .then()
        .statusCode(202)
        .body("deliveries", empty());

    client.cancel(waiting);

    JsonPath log = await(waiting, "Delivered");
    assertThat(log.getString("deliveries[0].type")).isEqualTo("org.meanwhile.job.canceled");
    assertThat(listener.requests("/canceled")).hasSize(1);
  }

  @Test
  void what_fails_is_tried_again_with_the_same_id_and_body() {
    String job = calling(listener.url("/again", status(500), status(429), status(200)));

    JsonPath log = await(job, "Delivered");

    assertThat(log.getList("deliveries[0].tries.status")).containsExactly(500, 429, 200);
    List<Listener.Request> requests = listener.requests("/again");
    assertThat(requests).extracting(Listener.Request::body).containsOnly(requests.get(0).body());
    assertThat(requests)
        .extracting(r -> r.field("webhook-id"))
        .hasSize(3)
        .containsOnly(log.getString("deliveries[0].id"));
    requests.forEach(request -> verify(request, SERVERS_SECRET));
  }

  @Test
  void who_is_gone_is_left_alone_until_somebody_asks_for_it() {
    String job = calling(listener.url("/gone", status(410), status(200)));
    assertThat(await(job, "Gone").getList("deliveries[0].tries")).hasSize(1);
    assertThat(log(job).getString("deliveries[0].nextTryAt")).isNull();
    client.ask().delete("/job/{id}/output", job);

    client.ask().post("/job/{id}/callback", job).then().statusCode(202);

    JsonPath log = await(job, "Delivered");
    assertThat(log.getList("deliveries[0].tries.status")).containsExactly(410, 200);
    List<Listener.Request> requests = listener.requests("/gone");
    assertThat(requests.get(1).body()).isEqualTo(requests.get(0).body());
  }

  @Test
  void a_redirect_is_not_followed() {
    try (Listener victim = new Listener()) {
      for (int status : List.of(301, 302, 303, 307, 308)) {
        String path = "/redirect" + status;
        String target = "Location: " + victim.url("/", status(200));
        String job = calling(listener.url(path, status(status, target)));
        JsonPath log = await(job, "GivenUp");
        assertThat(log.getList("deliveries[0].tries")).hasSize(TRIES);
        assertThat(log.getString("deliveries[0].tries[0].error")).contains("redirect");
      }
      assertThat(victim.requests()).isEmpty();
    }
  }

  @Test
  void nobody_is_sent_cookies_or_credentials() {
    String job =
        calling(
            listener.url(
                "/cookie",
                status(401, "WWW-Authenticate: Basic realm=\"x\"", "Set-Cookie: a=b; Path=/"),
                status(407, "Proxy-Authenticate: Negotiate"),
                status(200)));
    await(job, "Delivered");
    assertThat(listener.requests("/cookie"))
        .hasSize(3)
        .noneMatch(
            r -> r.fields().containsKey("Cookie") || r.fields().containsKey("Authorization"));
  }

  @Test
  void retry_after_is_waited_for() {
    Instant now = Instant.now();
    String date =
        DateTimeFormatter.ofPattern("EEEE, dd-MMM-yy HH:mm:ss 'GMT'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC)
            .format(now.plusSeconds(4));
    String seconds = calling(listener.url("/later", status(503, "Retry-After: 3"), status(200)));
    String dated = calling(listener.url("/then", status(503, "Retry-After: " + date), status(200)));

    assertThat(Duration.between(attempt(seconds, 0), attempt(seconds, 1)))
        .isGreaterThanOrEqualTo(Duration.ofSeconds(3));
    assertThat(attempt(dated, 1))
        .isAfterOrEqualTo(now.plusSeconds(4).truncatedTo(ChronoUnit.SECONDS));
  }

  private Instant attempt(String job, int index) {
    JsonPath log = await(job, "Delivered");
    return Instant.parse(log.getString("deliveries[0].tries[" + index + "].at"));
  }

  @Test
  void a_receiver_that_lets_one_wait_is_cut_off_and_keeps_nobody_else_waiting() {
    try (Listener slow = new Listener()) {
      String job = calling(slow.url("/silent", slow.silence()));
      String header = calling(slow.url("/drip", slow.drip("HTTP/1.1 200 OK\r\nX: ")));
      List<String> more =
          List.of(calling(slow.url("/a", slow.silence())), calling(slow.url("/b", slow.silence())));
      Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> slow.requests().size() >= 4);

      String other = calling(listener.url("/beside", status(200)));
      await(other, "Delivered");
      more.forEach(
          each -> assertThat(log(each).getString("deliveries[0].state")).isNotEqualTo("Delivered"));

      for (String late : List.of(job, header)) {
        JsonPath log = await(late, l -> !l.getList("deliveries[0].tries").isEmpty());
        assertThat(log.getString("deliveries[0].tries[0].error")).isEqualTo("no answer in time");
        assertThat(Duration.parse(log.getString("deliveries[0].tries[0].latency")))
            .isGreaterThanOrEqualTo(Duration.ofSeconds(2));
        assertThat(log.<Object>get("deliveries[0].tries[0].status")).isNull();
      }
    }
  }

  @Test
  void only_the_status_of_an_answer_counts_however_much_or_little_follows() {
    String much = calling(listener.url("/much", flood("HTTP/1.1 200 OK\r\n\r\n")));
    String sized =
        calling(
            listener.url(
                "/sized", flood("HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n")));
    String slow = calling(listener.url("/slow", listener.drip("HTTP/1.1 202 OK\r\n\r\n")));
    String cut =
        calling(listener.url("/cut", text("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nx")));
    String bomb =
        calling(
            listener.url(
                "/bomb", text("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\nno gzip at all")));
    for (String job : List.of(much, sized, slow, cut, bomb)) {
      assertThat(await(job, "Delivered").getList("deliveries[0].tries")).hasSize(1);
    }
  }

  @Test
  void what_is_no_answer_is_a_failure() {
    Map<String, Listener.Behaviour> answers =
        Map.of(
            "/closes", text(""),
            "/garbage", text("\0\1\2 garbage \r\n\r\n"),
            "/ssh", text("SSH-2.0-OpenSSH_9.6\r\n"),
            "/headers", flood("HTTP/1.1 200 OK\r\nX: "),
            "/fields", text("HTTP/1.1 200 OK\r\n" + "X: y\r\n".repeat(10_000) + "\r\n"),
            "/no-status", text("HTTP/1.1 OK\r\n\r\n"),
            "/continue", text("HTTP/1.1 100 Continue\r\n\r\n".repeat(1000)));
    List<String> jobs =
        answers.entrySet().stream()
            .map(answer -> calling(listener.url(answer.getKey(), answer.getValue())))
            .toList();
    for (String job : jobs) {
      JsonPath log = await(job, "GivenUp");
      assertThat(log.getList("deliveries[0].tries")).hasSize(TRIES);
      assertThat(log.getList("deliveries[0].tries.error")).doesNotContainNull();
    }
  }

  /** The error of a try names its cause: only a late answer is called late. */
  @Test
  void what_is_broken_is_not_said_to_be_late() {
    try (Listener plain = new Listener("HTTP/1.1 400 Bad Request\r\n\r\n");
        Listener silent = new Listener("");
        Listener ssh = new Listener("SSH-2.0-OpenSSH_9.6\r\n")) {
      Map<String, String> expected =
          Map.of(
              listener.url("/closes-late", text("")),
              "the connection was closed without an answer in HTTP",
              silent.url("/"),
              "the connection was closed without an answer in HTTP",
              listener.url("/no-status", text("HTTP/1.1 OK\r\n\r\n")),
              "the connection was closed without an answer in HTTP",
              listener.url("/line", flood("HTTP/1.1 200 OK\r\nX: ")),
              "the answer's header is too large",
              ssh.url("/"),
              "the connection was closed without an answer in HTTP",
              plain.url("/").replace("http:", "https:"),
              "no secure connection");
      Map<String, String> jobs = new HashMap<>();
      expected.keySet().forEach(url -> jobs.put(url, calling(url)));

      // The error of the last try: on a busy machine the first try may be late, because TLS is
      // loaded.
      Map<String, Object> said = new HashMap<>();
      jobs.forEach(
          (url, job) -> said.put(url, await(job, "GivenUp").get("deliveries[0].tries[-1].error")));
      assertThat(said).isEqualTo(expected);
    }
  }

  @Test
  void who_does_not_listen_and_who_has_no_tls_is_tried_as_often() {
    Listener closed = new Listener();
    String url = closed.url("/", status(200));
    closed.close();
    String nobody = calling(url);
    String plain = calling(listener.url("/plain", status(200)).replace("http:", "https:"));
    String unknown = calling("http://nobody.invalid:1/");
    for (String job : List.of(nobody, plain, unknown)) {
      JsonPath log = await(job, "GivenUp");
      assertThat(log.getList("deliveries[0].tries.error")).hasSize(TRIES).doesNotContainNull();
      assertThat(log.prettify()).doesNotContain("Exception");
    }
  }

  @Test
  void only_what_the_operator_allows_is_internal() {
    for (String other : List.of("http://127.0.0.2/", "http://[::1]/", "http://10.0.0.1/")) {
      refuse(client, other);
    }
  }

  static void refuse(Client client, String url) {
    client
        .askWrongly()
        .contentType(ContentType.JSON)
        .body(Map.of("operation", "simulate", "callback", Map.of("url", url)))
        .post("/job")
        .then()
        .spec(problem(400, "callback-refused"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'x' | /callback",
        "{} | /callback/url",
        "{'url': 7} | /callback/url",
        "{'url': null} | /callback/url",
        "{'url': 'https://example.com/', 'method': 'GET'} | /callback/method",
        "{'url': 'https://example.com/', 'secret': 'whsec_short'} | /callback/secret",
        "{'url': 'https://example.com/', 'secret': 7} | /callback/secret",
        "{'url': 'https://example.com/', 'secrets': 'whsec_short'} | /callback/secrets",
        "{'url': 'https://example.com/', 'secrets': []} | /callback/secrets",
        "{'url': 'https://example.com/', 'secrets': [7]} | /callback/secrets/0",
        "{'url': 'https://example.com/', 'secrets': ['@1', null]} | /callback/secrets/1",
        "{'url': 'https://example.com/', 'secrets': ['@1', '@1']} | /callback/secrets",
        "{'url': 'https://example.com/', 'secrets': ['@1', '@2', '@3']} | /callback/secrets",
        "{'url': 'https://example.com/', 'secrets': ['@1'], 'secret': '@2'} | /callback/secrets",
      })
  void a_callback_is_read_as_strictly_as_the_rest(String callbackAndPointer) {
    String[] parts =
        callbackAndPointer
            .replace('\'', '"')
            .replaceAll("@(\\d)", "whsec_" + "A".repeat(31) + "$1")
            .split(" [|] ");
    client
        .askWrongly()
        .contentType(ContentType.JSON)
        .body("{\"operation\": \"simulate\", \"callback\": " + parts[0] + "}")
        .post("/job")
        .then()
        .spec(problem(400, "invalid-request"))
        .body("errors[0].pointer", equalTo(parts[1]));
  }

  @Test
  void a_job_without_a_callback_has_no_log() {
    String job = client.ended(Map.of());
    client.ask().get("/job/{id}/callback", job).then().spec(problem(404, "unknown-path"));
    client.ask().post("/job/{id}/callback", job).then().spec(problem(404, "unknown-path"));
    String nobodys = UUID.randomUUID().toString();
    client.ask().get("/job/{id}/callback", nobodys).then().spec(problem(404, "unknown-job"));
    client.ask().post("/job/{id}/callback", nobodys).then().spec(problem(404, "unknown-job"));
  }

  /** The database's file, a character for each byte. */
  private static String stored() throws IOException {
    Path file = server.directory().resolve("data/meanwhile.mv.db");
    return Files.readString(file, StandardCharsets.ISO_8859_1);
  }

  @Test
  void what_a_stop_or_a_crash_interrupts_is_delivered_after_it_and_secrets_stay_secret()
      throws IOException {
    // Longer than a stop takes: the delivery must be interrupted, and not end by itself.
    server.stop();
    server.with("meanwhile.callback.timeout", "PT10S").start();
    try (Listener slow = new Listener()) {
      String url = slow.url("/held", slow.silence(), slow.silence(), status(200));
      String job = accepted(Map.of("url", url, "secret", SECRET));
      Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> slow.requests().size() == 1);
      server.stop();
      server.start();
      Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> slow.requests().size() == 2);
      server.kill();
      assertThat(stored()).contains(url).doesNotContain("MfKQ9r8");
      server.with("meanwhile.callback.timeout", TIMEOUT).start();

      JsonPath log = await(job, "Delivered");

      assertThat(log.getList("deliveries[0].tries.status")).last().isEqualTo(200);
      assertThat(log.getString("deliveries[0].tries.error")).contains("is not known");
      assertThat(slow.requests())
          .extracting(request -> request.field("webhook-id"))
          .containsOnly(log.getString("deliveries[0].id"));
      for (String path :
          List.of("/job/" + job + "/callback", "/job/" + job + "/status", "/job", "/metrics")) {
        assertThat(client.askUndescribed().get(path).asString()).doesNotContain("whsec_");
      }
      assertThat(server.logLines(line -> line.contains("MfKQ9r8") || line.contains("MDEyMzQ1")))
          .isEmpty();
      assertThat(
              server.logLines(
                  line ->
                      line.contains("SLF4J")
                          && !line.contains("no operation")
                          && line.contains("ERROR")))
          .isEmpty();
    }
  }
}
