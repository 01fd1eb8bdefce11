package org.meanwhile.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.meanwhile.contract.support.Problems.problem;

import io.restassured.builder.MultiPartSpecBuilder;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.meanwhile.contract.support.Client;
import org.meanwhile.contract.support.SharedServer;

/** A repeated request creates exactly one job, although an answer may be lost. */
@Execution(ExecutionMode.SAME_THREAD)
@ExtendWith(SharedServer.class)
class SafeCreationIT {
  private static final String LATER =
      "{\"operation\":\"simulate\",\"startAt\":\"" + Client.TOMORROW + "\"}";
  private static final String LATER_REORDERED =
      "{ \"startAt\": \"" + Client.TOMORROW + "\",\n \"operation\": \"simulate\" }";
  private static final String OTHER =
      "{\"operation\":\"simulate\",\"priority\":1,\"startAt\":\"" + Client.TOMORROW + "\"}";
  private static final int AT_ONCE = 12;

  private final Client client;
  private final String key = UUID.randomUUID().toString();

  SafeCreationIT(Client client) {
    this.client = client;
  }

  private RequestSpecification keyed(String key) {
    return client.ask().header("Idempotency-Key", key).contentType(ContentType.JSON);
  }

  @Test
  void a_repeated_key_answers_as_the_first_request_was() {
    Response first = keyed(key).body(LATER).post("/job");
    Response second = keyed('"' + key + '"').body(LATER_REORDERED).post("/job");

    first.then().statusCode(202);
    second
        .then()
        .statusCode(202)
        .header("Location", first.header("Location"))
        .header("Operation-Location", first.header("Operation-Location"))
        .body("id", equalTo(first.path("id")));
  }

  @Test
  void a_repetition_finds_a_job_that_has_ended() {
    String simulate = "{\"operation\":\"simulate\"}";
    String id = keyed(key).body(simulate).post("/job").path("id");
    client.awaitEnd(id);

    keyed(key)
        .body(simulate)
        .post("/job")
        .then()
        .statusCode(202)
        .header("Retry-After", "1")
        .body("id", equalTo(id))
        .body("status", equalTo("Succeeded"));
  }

  @Test
  void a_key_with_another_request_is_422() {
    keyed(key).body(LATER).post("/job").then().statusCode(202);

    keyed(key).body(OTHER).post("/job").then().spec(problem(422, "idempotency-key-reused"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"\"", "two words", "\"open"})
  void what_is_no_key_is_400(String bad) {
    client
        .askWrongly()
        .header("Idempotency-Key", bad)
        .contentType(ContentType.JSON)
        .body(LATER)
        .post("/job")
        .then()
        .spec(problem(400, "malformed-request"));
  }

  @Test
  void requests_at_the_same_time_make_one_job() {
    List<Integer> statuses = atOnce("POST", "/job", LATER);

    assertThat(statuses).containsOnly(202);
    assertThat(jobsOf(key)).hasSize(1);
  }

  @Test
  void names_at_the_same_time_make_one_job() {
    List<Integer> statuses = atOnce("PUT", "/job/" + UUID.randomUUID(), LATER);

    assertThat(statuses).containsOnly(202);
  }

  @Test
  void posts_to_a_name_at_the_same_time_make_one_job() {
    List<Integer> statuses = atOnce("POST", "/job/" + UUID.randomUUID(), LATER);

    assertThat(statuses).containsOnlyOnce(202).containsOnly(202, 405);
  }

  private List<Integer> atOnce(String method, String path, String body) {
    HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    HttpRequest request =
        HttpRequest.newBuilder(client.base().resolve(path))
            .header("Content-Type", "application/json")
            .header("Idempotency-Key", key)
            .method(
                method,
                BodyPublishers.ofString(
                    body.replace("}", ",\"labels\":{\"key\":\"" + key + "\"}}")))
            .build();
    List<CompletableFuture<Integer>> all =
        Stream.generate(
                () ->
                    http.sendAsync(request, BodyHandlers.discarding())
                        .thenApply(answer -> answer.statusCode()))
            .limit(AT_ONCE)
            .toList();
    return all.stream().map(CompletableFuture::join).toList();
  }

  private List<String> jobsOf(String label) {
    return client.ask().queryParam("label", "key:" + label).get("/job").path("items.id");
  }

  @Test
  void the_file_belongs_to_the_request() {
    Response first = upload("b\na\n");
    Response second = upload("b\na\n");

    first.then().statusCode(202);
    second.then().statusCode(202).header("Location", first.header("Location"));
    upload("b\nc\n").then().spec(problem(422, "idempotency-key-reused"));
    client.awaitEnd(first.path("id"));
    assertThat(client.output(first.path("id")).asString()).isEqualTo("a\nb\n");
  }

  private Response upload(String lines) {
    return client
        .upload()
        .header("Idempotency-Key", key)
        .multiPart(
            new MultiPartSpecBuilder("{\"operation\":\"sort\"}")
                .controlName("job")
                .mimeType("application/json")
                .build())
        .multiPart(
            new MultiPartSpecBuilder(lines.getBytes(java.nio.charset.StandardCharsets.UTF_8))
                .controlName("file")
                .fileName("lines.txt")
                .mimeType("text/plain")
                .build())
        .post("/job");
  }

  @Test
  void an_empty_post_names_a_job_and_stores_nothing() {
    String location =
        client.askWrongly().post("/job").then().statusCode(201).extract().header("Location");

    assertThat(location).matches(client.base() + "/job/[0-9a-f-]{36}");
    client.ask().get(location).then().spec(problem(404, "unknown-job"));
  }

  /** The request that {@code curl -d ''} sends. */
  @Test
  void it_does_not_matter_what_type_nothing_has() {
    client.askUndescribed().contentType(ContentType.URLENC).post("/job").then().statusCode(201);
    client.askUndescribed().contentType(ContentType.JSON).post("/job").then().statusCode(201);
  }

  @Test
  void a_put_creates_what_was_named_and_may_be_repeated() {
    String location = client.askWrongly().post("/job").header("Location");

    put(location, LATER).then().statusCode(202).header("Location", location);
    put(location, LATER_REORDERED)
        .then()
        .statusCode(202)
        .header("Location", location)
        .body("status", equalTo("NotStarted"));
    put(location, OTHER).then().spec(problem(409, "different-request"));
    client.ask().get(location).then().statusCode(200).body("priority", equalTo(0));
  }

  private Response put(String location, String body) {
    return client.ask().contentType(ContentType.JSON).body(body).put(location);
  }

  @Test
  void a_client_may_choose_any_uuid() {
    String id =
        UUID.nameUUIDFromBytes(key.getBytes(java.nio.charset.StandardCharsets.UTF_8)).toString();

    put("/job/" + id, LATER).then().statusCode(202).body("id", equalTo(id));
    put("/job/" + UUID.randomUUID(), "{\"operation\":\"nope\"}")
        .then()
        .spec(problem(400, "unknown-operation"));
    client
        .askWrongly()
        .contentType(ContentType.JSON)
        .body(LATER)
        .put("/job/42")
        .then()
        .spec(problem(404, "unknown-job"));
  }

  @Test
  void a_put_may_ask_to_be_the_first() {
    String location = client.base() + "/job/" + UUID.randomUUID();

    onlyIfNew(location).then().statusCode(202);
    onlyIfNew(location).then().spec(problem(412, "precondition-failed"));
    client
        .askUndescribed()
        .header("If-Match", "*")
        .contentType(ContentType.JSON)
        .body(LATER)
        .put("/job/" + UUID.randomUUID())
        .then()
        .spec(problem(412, "precondition-failed"));
  }

  private Response onlyIfNew(String location) {
    return client
        .ask()
        .header("If-None-Match", "*")
        .contentType(ContentType.JSON)
        .body(LATER)
        .put(location);
  }

  @Test
  void a_removed_job_is_not_made_again() {
    String location = client.base() + "/job/" + UUID.randomUUID();
    put(location, LATER);
    client.ask().delete(location).then().statusCode(200);

    put(location, LATER).then().statusCode(202).body("status", equalTo("Canceled"));
    client.ask().get(location).then().spec(problem(410, "job-canceled"));
  }

  @Test
  void post_once_exactly() {
    String links = client.ask().header("POE", "1").get("/job").header("POE-Links");
    assertThat(links).matches("\"" + client.base() + "/job/[0-9a-f-]{36}\"");
    String link = links.substring(1, links.length() - 1);
    client.ask().get(link).then().spec(problem(404, "unknown-job"));

    client
        .ask()
        .contentType(ContentType.JSON)
        .body(LATER)
        .post(link)
        .then()
        .statusCode(202)
        .header("Location", link);
    client
        .ask()
        .contentType(ContentType.JSON)
        .body(LATER)
        .post(link)
        .then()
        .spec(problem(405, "method-not-allowed"))
        .header("Location", link)
        .header("Allow", containsString("GET"))
        .header("Allow", not(containsString("POST")));
    client.ask().get(link).then().statusCode(200).body("status", equalTo("NotStarted"));
  }

  @Test
  void links_are_given_to_those_only_who_ask() {
    assertThat(client.ask().get("/job").header("POE-Links")).isNull();
  }
}
