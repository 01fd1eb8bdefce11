package org.meanwhile.contract;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;
import static org.meanwhile.contract.support.Problems.problem;

import io.restassured.http.ContentType;
import io.restassured.response.Response;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.meanwhile.contract.support.Client;
import org.meanwhile.contract.support.Crowd;
import org.meanwhile.contract.support.Events;
import org.meanwhile.contract.support.Keyring;
import org.meanwhile.contract.support.RawAnswer;
import org.meanwhile.contract.support.RawClient;
import org.meanwhile.contract.support.Resources;
import org.meanwhile.contract.support.Server;
import org.meanwhile.contract.support.TokenServer;

/** Authentication and authorisation on a server that requires tokens. */
@Execution(ExecutionMode.SAME_THREAD)
@ExtendWith(TokenServer.class)
class SecurityIT {
  private static final String SOME_UUID = "0190a1b2-0000-7000-8000-000000000000";

  /** The secret in the path is the credential. */
  private static final Set<String> NEEDS_NO_TOKEN = Set.of("/shared/{secret}");

  /** A client that creates a job at a known URI inevitably learns that the URI is taken. */
  private static final Set<String> CREATES = Set.of("PUT /job/{id}", "POST /job/{id}");

  private static Server server;
  private static Keyring keys;
  private static String aliceToken;
  private static Client nobody;
  private static Client alice;
  private static Client bob;
  private static Client operator;

  @BeforeAll
  static void start(TokenServer.Guarded shared) {
    server = shared.server();
    keys = shared.keys();
    aliceToken = keys.token("alice", "submitter");
    String bobToken = keys.token("bob", "submitter");
    String operatorToken = keys.token("olga", "operator");
    nobody = server.client();
    alice = nobody.with(aliceToken);
    bob = nobody.with(bobToken);
    operator = nobody.with(operatorToken);
    Awaitility.await().until(() -> operator.askWrongly().get("/job").statusCode() == 200);
  }

  @Test
  void a_start_without_a_public_address_warns_that_any_host_is_believed() {
    assertThat(server.logLines(line -> line.contains("meanwhile.url is not set"))).isNotEmpty();
  }

  static Stream<Resources.Method> resources() {
    return Resources.all().filter(method -> !NEEDS_NO_TOKEN.contains(method.template()));
  }

  static Stream<Resources.Method> resourcesOfJobs() {
    return resources()
        .filter(method -> method.template().contains("{id}"))
        .filter(method -> !CREATES.contains(method.toString()));
  }

  @Test
  void who_waits_for_a_list_is_not_woken_by_jobs_it_may_not_see() {
    String tag = bob.ask().queryParam("limit", 1).get("/job").header("ETag");
    String operatorsTag = operator.ask().queryParam("limit", 1).get("/job").header("ETag");
    CompletableFuture<Response> operators =
        CompletableFuture.supplyAsync(() -> heldList(operator, operatorsTag, "wait=50"));
    CompletableFuture<Response> bobs =
        CompletableFuture.supplyAsync(() -> heldList(bob, tag, "wait=2"));

    String job = alice.accepted(Map.of("operation", "simulate", "startAt", Client.TOMORROW));

    assertThat(operators.join().<String>path("items[0].id")).isEqualTo(job);
    assertThat(bobs.join().statusCode()).isEqualTo(304);
    alice.cancel(job);
  }

  /** However long the stream or the wait would have lasted. */
  @Test
  void what_is_held_for_a_token_ends_with_it() {
    String token = keys.token("dave", "submitter");
    Client dave = nobody.with(token);
    Awaitility.await().until(() -> dave.askWrongly().get("/job").statusCode() == 200);
    String job = dave.accepted(Map.of("operation", "simulate", "startAt", Client.TOMORROW));
    String tag = dave.ask().queryParam("limit", 1).get("/job").header("ETag");
    String bearer = "Authorization: Bearer " + token;
    try (Crowd crowd = new Crowd(server.port())) {
      Crowd.Visit stream = crowd.get("/job/" + job + "/events", bearer);
      Crowd.Visit poll = crowd.get("/job/" + job, bearer, "Prefer: wait=60");
      Crowd.Visit list =
          crowd.get("/job?limit=1", bearer, "Prefer: wait=60", "If-None-Match: " + tag);
      Awaitility.await().until(() -> !Events.in(stream).all().isEmpty());
      assertThat(crowd.visits()).noneMatch(Crowd.Visit::isOver);

      keys.forget("dave");

      crowd.awaitAll(Duration.ofSeconds(30));
      assertThat(Events.in(stream).all()).hasSize(1);
      assertThat(poll.status()).isEqualTo(200);
      assertThat(list.status()).isEqualTo(304);
    }
    operator.cancel(job);
  }

  private static Response heldList(Client client, String tag, String wait) {
    return client
        .ask()
        .queryParam("limit", 1)
        .header("If-None-Match", tag)
        .header("Prefer", wait)
        .get("/job");
  }

  @Test
  void all_resources_are_found() {
    assertThat(Resources.all().map(Object::toString))
        .contains(
            "GET /job",
            "POST /job",
            "GET /job/{id}",
            "HEAD /job/{id}/status",
            "DELETE /job/{id}",
            "DELETE /job/{id}/share/{share}",
            "GET /operation/{name}",
            "GET /shared/{secret}");
  }

  @Test
  void what_is_stored_is_for_the_servers_own_user() throws IOException {
    assertThat(Files.getPosixFilePermissions(server.directory().resolve("data")))
        .isEqualTo(PosixFilePermissions.fromString("rwx------"));
  }

  @Test
  void a_connection_ends_with_the_refusal_of_a_client_without_a_caller() {
    nobody
        .askUndescribed()
        .get("/webjars/no.js")
        .then()
        .spec(problem(404, "unknown-path"))
        .header("Connection", "close");
    alice.ask().get("/job/" + SOME_UUID).then().statusCode(404).header("Connection", nullValue());
    nobody.askUndescribed().get("/").then().statusCode(200).header("Connection", nullValue());
  }

  @Test
  void what_browsers_ask_for_by_themselves_is_missing_and_not_refused() {
    nobody.askUndescribed().get("/favicon.ico").then().spec(problem(404, "unknown-path"));
  }

  @Test
  void a_share_that_is_asked_for_in_other_letters_is_not_in_the_audit() {
    String secret = "A1b2".repeat(11).substring(1);

    nobody.askUndescribed().urlEncodingEnabled(false).get("/%73hared/" + secret);
    nobody.askUndescribed().get("/job/mw_" + secret);

    assertThat(server.logLines(line -> line.contains(secret))).isEmpty();
    assertThat(server.logLines(line -> line.contains("\"path\":\"/shared/...\""))).isNotEmpty();
  }

  @ParameterizedTest
  @MethodSource("resources")
  void nothing_is_to_be_had_without_a_token(Resources.Method method) {
    Response answer = asked(nobody, method, SOME_UUID);

    assertThat(answer.statusCode()).isEqualTo(401);
    assertThat(answer.header("WWW-Authenticate")).isEqualTo("Bearer realm=\"meanwhile\"");
    if (!method.verb().equals("HEAD")) {
      answer.then().spec(problem(401, "unauthenticated"));
    }
  }

  @ParameterizedTest
  @MethodSource("resources")
  void nothing_is_to_be_had_with_a_token_that_is_none(Resources.Method method) {
    Response answer = asked(nobody.with("mw_" + "A".repeat(43)), method, SOME_UUID);

    assertThat(answer.statusCode()).isEqualTo(401);
    assertThat(answer.header("WWW-Authenticate")).contains("error=\"invalid_token\"");
  }

  @ParameterizedTest
  @MethodSource("resourcesOfJobs")
  void somebody_elses_job_is_as_one_that_does_not_exist(Resources.Method method) {
    String hers = alice.ended(Map.of("outputBytes", 10));
    String none = UUID.randomUUID().toString();

    Response real = asked(bob, method, hers);
    Response unknown = asked(bob, method, none);

    assertThat(real.statusCode()).isEqualTo(404);
    if (!method.verb().equals("HEAD")) {
      real.then().spec(problem(404, "unknown-job"));
    }
    assertThat(real.statusLine()).isEqualTo(unknown.statusLine());
    assertThat(real.asString().replace(hers, none)).isEqualTo(unknown.asString());
    assertThat(names(real)).isEqualTo(names(unknown));
    alice.ask().get("/job/{id}/output", hers).then().statusCode(200);
  }

  private static List<String> names(Response answer) {
    return answer.headers().asList().stream().map(header -> header.getName()).sorted().toList();
  }

  private static Response asked(Client client, Resources.Method method, String id) {
    var request = client.askUndescribed();
    if (method.verb().equals("POST") || method.verb().equals("PUT")) {
      request.contentType(ContentType.JSON).body("{}");
    } else if (method.verb().equals("PATCH")) {
      request.contentType("application/merge-patch+json").body("{}");
    }
    return request.request(method.verb(), method.path(id, SOME_UUID));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/metrics",
        "/metrics?scope=vendor",
        "/nothing/at/all",
        "/job;a=b",
        "//job",
        "/./job",
        "/container-errors",
        "/shared/short",
        "/health/..;/job",
        "/openapi;/../job"
      })
  void what_is_no_resource_is_shut_as_well(String path) {
    Response answer = nobody.askUndescribed().urlEncodingEnabled(false).get(path);

    assertThat(answer.statusCode()).isIn(400, 401);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/index.html",
        "/swagger-ui/",
        "/openapi",
        "/health",
        "/health/live",
        "/health/ready"
      })
  void what_is_for_everybody_needs_no_token_and_is_only_read(String path) {
    nobody.askUndescribed().get(path).then().statusCode(200);
    nobody.askUndescribed().post(path).then().spec(problem(401, "unauthenticated"));
  }

  @Test
  void credentials_stand_in_one_place_and_are_of_one_scheme() {
    nobody.askUndescribed().get("/job?access_token=" + aliceToken).then().statusCode(401);
    nobody.askUndescribed().cookie("token", aliceToken).get("/job").then().statusCode(401);
    nobody
        .askUndescribed()
        .header("Authorization", "Basic YWxpY2U6" + aliceToken)
        .get("/job")
        .then()
        .spec(problem(401, "unauthenticated"))
        .header("WWW-Authenticate", not(containsString("error")));
    for (String broken : List.of("Bearer", "Bearer ", "Bearer a b", "Bearer " + aliceToken + ",")) {
      nobody
          .askUndescribed()
          .header("Authorization", broken)
          .get("/job")
          .then()
          .spec(problem(401, "unauthenticated"))
          .header("WWW-Authenticate", containsString("invalid_token"));
    }
    nobody
        .askUndescribed()
        .header("Authorization", "bearer " + aliceToken)
        .get("/job")
        .then()
        .statusCode(200);
  }

  @Test
  void a_name_that_is_taken_by_another_is_a_conflict_to_those_who_may_see_it() {
    Map<String, Object> request = Map.of("operation", "simulate", "startAt", Client.TOMORROW);
    String hers = alice.accepted(request);

    operator
        .ask()
        .contentType(ContentType.JSON)
        .body(request)
        .put("/job/{id}", hers)
        .then()
        .spec(problem(409, "different-request"));
    bob.ask()
        .contentType(ContentType.JSON)
        .body(request)
        .put("/job/{id}", hers)
        .then()
        .spec(problem(404, "unknown-job"));
    bob.askWrongly()
        .contentType(ContentType.JSON)
        .body(Map.of("operation", "nothing"))
        .put("/job/{id}", hers)
        .then()
        .spec(problem(400, "unknown-operation"));
    alice.cancel(hers);
  }

  @Test
  void a_caller_is_told_who_it_is() {
    alice
        .ask()
        .get("/caller")
        .then()
        .statusCode(200)
        .header("Cache-Control", containsString("private"))
        .body("name", equalTo("alice"))
        .body("mode", equalTo("token"))
        .body("groups", contains("submitter"));
    operator.ask().get("/caller").then().body("groups", hasItem("operator"));
    nobody.ask().get("/caller").then().spec(problem(401, "unauthenticated"));
  }

  @Test
  void figures_tell_of_everybody_and_are_for_operators() {
    String path = "/operation/simulate/figures";
    alice.ask().get(path).then().spec(problem(403, "forbidden"));
    operator.ask().get(path).then().statusCode(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/metrics", "/overview", "/node"})
  void what_tells_of_everybody_is_for_operators(String path) {
    alice
        .askUndescribed()
        .get(path)
        .then()
        .spec(problem(403, "forbidden"))
        .header("WWW-Authenticate", containsString("insufficient_scope"));
    operator.askUndescribed().get(path).then().statusCode(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/%6fverview",
        "/overview;a=b",
        "//overview",
        "/overview/",
        "/m%65trics",
        "/./metrics",
        "/x/../metrics",
        "/health/%2E%2e/metrics",
        "/health/..%2fmetrics",
        "/health/..;a=b/metrics",
        "/overview;a%2f%0a",
        "/nod%65",
        "/node;a=b",
        "/metrics;a%2f%c2%85",
        "/metrics;a%2f%0d/base"
      })
  void however_it_is_spelt(String path) throws IOException {
    String request =
        "GET " + path + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + aliceToken;
    try (RawClient raw = new RawClient(server.uri())) {
      RawAnswer answer = raw.send((request + "\r\n\r\n").getBytes(US_ASCII), false, false);

      assertThat(answer.status()).isIn(400, 403, 404);
      assertThat(answer.body()).doesNotContain("seenAt").doesNotContain("meanwhile_");
    }
  }

  @Test
  void operators_see_and_handle_everybodys_jobs_and_others_their_own() {
    String hers = alice.accepted(Map.of("operation", "simulate", "startAt", Client.TOMORROW));
    String his = bob.accepted(Map.of("operation", "simulate", "startAt", Client.TOMORROW));

    alice
        .ask()
        .get("/job")
        .then()
        .body("items.id", hasItem(hers))
        .body("items.id", not(hasItem(his)));
    operator
        .ask()
        .get("/job")
        .then()
        .body("items.id", hasItem(hers))
        .body("items.id", hasItem(his));
    operator.poll(hers).then().statusCode(200).body("caller", equalTo("alice"));
    operator.cancel(hers).then().statusCode(200).body("status", equalTo("Canceled"));
    alice.poll(hers).then().spec(problem(410, "job-canceled"));
    alice.cancel(his).then().spec(problem(404, "unknown-job"));
  }

  @Test
  void a_running_job_is_cancelled_for_an_operator_although_the_answer_comes_later() {
    String hers = alice.simulated(Map.of("duration", "PT10M"));
    alice.awaitRunning(hers);

    operator.cancel(hers).then().statusCode(200).body("status", equalTo("Canceled"));
  }

  @Test
  void who_is_taken_out_of_the_file_does_not_come_in_again() {
    String token = keys.token("carol", "submitter");
    Client carol = nobody.with(token);
    Awaitility.await().until(() -> carol.ask().get("/job").statusCode() == 200);

    keys.forget("carol");

    Awaitility.await().until(() -> carol.askWrongly().get("/job").statusCode() == 401);
  }

  @Test
  void nobody_believes_what_a_request_says_of_proxies() {
    alice
        .ask()
        .header("X-Forwarded-Host", "other.example")
        .header("Forwarded", "host=other.example")
        .get("/operation/simulate")
        .then()
        .body("links.self", equalTo(nobody.base() + "/operation/simulate"));
  }

  @Test
  void every_answer_tells_browsers_what_not_to_do_with_it() {
    for (Response answer :
        List.of(
            nobody.askUndescribed().get("/"),
            nobody.askUndescribed().get("/job"),
            nobody.askUndescribed().get("/health/live"),
            nobody.askUndescribed().header("Host", "a.b/path").get("/"),
            alice.ask().get("/operation"),
            alice.askUndescribed().get("/nothing"))) {
      answer
          .then()
          .header("X-Content-Type-Options", "nosniff")
          .header("X-Frame-Options", "DENY")
          .header("Referrer-Policy", "no-referrer")
          .header("Cross-Origin-Resource-Policy", "same-origin")
          .header("Content-Security-Policy", startsWith("default-src 'none'"));
      assertThat(answer.headers().getValues("Content-Security-Policy")).hasSize(1);
      assertThat(answer.headers().getValues("Access-Control-Allow-Origin")).isEmpty();
    }
  }

  @Test
  void what_was_done_and_what_was_refused_is_written_down() {
    String job = alice.ended(Map.of("outputBytes", 10));
    alice.output(job).then().statusCode(200);
    Response shared =
        alice.ask().contentType(ContentType.JSON).body("{}").post("/job/{id}/share", job);
    String uri = shared.then().statusCode(201).extract().path("uri");
    String share = shared.path("id");
    nobody.askUndescribed().get(uri).then().statusCode(200);
    alice.ask().delete("/job/{id}/share/{share}", job, share).then().statusCode(204);
    alice.ask().delete("/job/{id}/output", job).then().statusCode(200);
    alice.cancel(job).then().statusCode(200);
    String waits = alice.accepted(Map.of("operation", "simulate", "startAt", Client.TOMORROW));
    operator.cancel(waits).then().statusCode(200);
    nobody.askUndescribed().get("/job/" + job + "/status").then().statusCode(401);

    awaitLine("created", "alice", job);
    awaitLine("downloaded", "alice", job);
    awaitLine("shared", "alice", share);
    Awaitility.await()
        .until(
            () ->
                !lines("\"downloaded\"", "\"share\":\"" + share).isEmpty()
                    && !lines("\"refused\"", job, "unauthenticated", "127.0.0.1").isEmpty());
    awaitLine("unshared", "alice", share);
    awaitLine("output_deleted", "alice", job);
    awaitLine("deleted", "alice", job);
    awaitLine("canceled", "olga", waits);
    assertThat(lines("\"event\":\"deleted\"", job)).hasSize(1);
    assertThat(lines("\"event\":\"canceled\"", waits)).hasSize(1);
    String secret = uri.substring(uri.lastIndexOf('/') + 1);
    assertThat(server.logLines(line -> line.contains(secret) || line.contains(aliceToken)))
        .isEmpty();
  }

  private static void awaitLine(String event, String caller, String id) {
    Awaitility.await(event)
        .until(
            () ->
                !lines("\"event\":\"" + event + "\"", "\"caller\":\"" + caller + "\"", id)
                    .isEmpty());
  }

  private static List<String> lines(String... parts) {
    return server.logLines(line -> Stream.of(parts).allMatch(line::contains));
  }
}
