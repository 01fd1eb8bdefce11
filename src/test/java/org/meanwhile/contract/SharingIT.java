package org.meanwhile.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.meanwhile.contract.support.Problems.problem;

import io.restassured.http.ContentType;
import io.restassured.response.Response;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.meanwhile.contract.support.Client;
import org.meanwhile.contract.support.SharedServer;

/** A shared output is open to everyone who knows its URI. */
@Execution(ExecutionMode.SAME_THREAD)
@ExtendWith(SharedServer.class)
class SharingIT {
  private final Client client;

  SharingIT(Client client) {
    this.client = client;
  }

  private String succeeded() {
    return client.ended(Map.of("outputBytes", 1000, "mediaType", "text/html"));
  }

  private Response share(String job, Map<String, ?> asked) {
    return client.ask().contentType(ContentType.JSON).body(asked).post("/job/{id}/share", job);
  }

  private String shared(String job) {
    return share(job, Map.of()).then().statusCode(201).extract().path("uri");
  }

  private Response fetched(String uri) {
    return client.ask().get(uri.substring(client.base().toString().length()));
  }

  @Test
  void whoever_has_the_uri_has_the_output_as_its_caller_has_it() {
    String job = succeeded();
    Response made = share(job, Map.of("expires", "PT2H"));
    String uri = made.then().statusCode(201).extract().path("uri");
    Response own = client.output(job);

    made.then().header("Location", uri).header("Cache-Control", "no-store");
    assertThat(uri).matches(client.base() + "/shared/[A-Za-z0-9_-]{43}");
    Response answer = fetched(uri);
    answer.then().statusCode(200).header("Cache-Control", "private, no-store, no-transform");
    assertThat(answer.asByteArray()).isEqualTo(own.asByteArray());
    assertThat(answer.headers().getValues("Cache-Control")).hasSize(1);
    for (String field :
        new String[] {
          "ETag",
          "Content-Type",
          "Content-Disposition",
          "Repr-Digest",
          "Sunset",
          "Last-Modified",
          "X-Content-Type-Options",
          "Content-Security-Policy",
          "Referrer-Policy"
        }) {
      assertThat(answer.header(field)).as(field).isNotNull().isEqualTo(own.header(field));
    }
    assertThat(answer.header("Content-Security-Policy")).isEqualTo("sandbox");
  }

  @Test
  void parts_and_conditions_and_head_work_as_on_the_output() {
    String path = shared(succeeded()).substring(client.base().toString().length());
    String tag = client.ask().head(path).then().statusCode(200).extract().header("ETag");

    client
        .ask()
        .header("Range", "bytes=10-19")
        .get(path)
        .then()
        .statusCode(206)
        .header("Content-Range", "bytes 10-19/1000");
    client.ask().header("If-None-Match", tag).get(path).then().statusCode(304);
    client.ask().header("Range", "bytes=1000-").get(path).then().spec(problem(416));
    client.askUndescribed().delete(path).then().spec(problem(405));
  }

  @Test
  void shares_are_listed_without_their_uris_and_revoked_one_by_one() {
    String job = succeeded();
    Response first = share(job, Map.of("expires", "PT1H"));
    String second = shared(job);
    String id = first.path("id");

    client
        .ask()
        .get("/job/{id}/share", job)
        .then()
        .statusCode(200)
        .body("items", hasSize(2))
        .body("items.id", hasItem(id))
        .body("items[0].uri", nullValue());
    for (int i = 0; i < 2; i++) {
      client.ask().delete("/job/{id}/share/{share}", job, id).then().statusCode(204);
    }

    fetched(first.path("uri")).then().spec(problem(404, "unknown-share"));
    fetched(second).then().statusCode(200);
    client.ask().get("/job/{id}/share", job).then().body("items.id", not(hasItem(id)));
    String other = succeeded();
    String kept = share(job, Map.of()).path("id");
    client.ask().delete("/job/{id}/share/{share}", other, kept).then().statusCode(204);
    client.ask().get("/job/{id}/share", job).then().body("items.id", hasItem(kept));
    client
        .askWrongly()
        .delete("/job/{id}/share/{share}", job, "none")
        .then()
        .spec(problem(404, "unknown-share"));
  }

  @Test
  void a_share_ends_when_its_time_is_over_or_its_output_is() {
    String job = succeeded();
    String shortly = share(job, Map.of("expires", "PT1S")).path("uri");
    String longer = shared(job);
    Awaitility.await().until(() -> fetched(shortly).statusCode() == 404);
    fetched(longer).then().statusCode(200);

    client.ask().delete("/job/{id}/output", job).then().statusCode(200);

    fetched(longer).then().spec(problem(404, "unknown-share"));
    client.ask().get("/job/{id}/share", job).then().body("items", empty());
    share(job, Map.of()).then().spec(problem(410, "output-deleted"));
    String removed = succeeded();
    String uri = shared(removed);
    client.cancel(removed).then().statusCode(200);
    fetched(uri).then().spec(problem(404, "unknown-share"));
    share(removed, Map.of()).then().spec(problem(410, "job-removed"));
  }

  @Test
  void no_share_outlives_its_output() {
    String job =
        client.accepted(
            Map.of("operation", "simulate", "input", Map.of("outputBytes", 1), "retain", "PT1H"));
    Instant expires = Instant.parse(client.awaitEnd(job).getString("expiresAt"));

    Response made = share(job, Map.of("expires", "P7D"));

    assertThat(Duration.between(expires, Instant.parse(made.path("expiresAt"))).abs())
        .isLessThan(Duration.ofMillis(1));
  }

  @Test
  void what_has_no_output_is_not_shared() {
    String waits = client.accepted(Map.of("operation", "simulate", "startAt", Client.TOMORROW));
    share(waits, Map.of()).then().spec(problem(404, "output-not-ready"));
    client.ask().get("/job/{id}/share", waits).then().statusCode(200).body("items", empty());
    String failed = client.ended(Map.of("failAtStep", 1));
    share(failed, Map.of()).then().spec(problem(404, "no-output"));
    client
        .askWrongly()
        .post("/job/{id}/share", "0190a1b2-0000-7000-8000-000000000000")
        .then()
        .spec(problem(404, "unknown-job"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"expires\":\"P8D\"}",
        "{\"expires\":\"PT0S\"}",
        "{\"expires\":\"-PT1H\"}",
        "{\"expires\":60}",
        "{\"expires\":\"soon\"}",
      })
  void a_time_that_cannot_be_is_refused(String body) {
    client
        .askWrongly()
        .contentType(ContentType.JSON)
        .body(body)
        .post("/job/{id}/share", succeeded())
        .then()
        .spec(problem(400, "invalid-request"))
        .body("errors.pointer", contains("/expires"));
  }

  @Test
  void a_body_that_is_none_is_refused() {
    String job = succeeded();
    for (String body : new String[] {"[]", "{\"until\":\"PT1H\"}"}) {
      client
          .askWrongly()
          .contentType(ContentType.JSON)
          .body(body)
          .post("/job/{id}/share", job)
          .then()
          .spec(problem(400, "invalid-request"));
    }
    client
        .askWrongly()
        .contentType(ContentType.JSON)
        .body("{")
        .post("/job/{id}/share", job)
        .then()
        .spec(problem(400, "malformed-request"));
    client
        .askWrongly()
        .contentType(ContentType.TEXT)
        .body("{}")
        .post("/job/{id}/share", job)
        .then()
        .spec(problem(415));
    client.askWrongly().post("/job/{id}/share", job).then().statusCode(201);
  }

  @Test
  void a_secret_that_is_none_leads_nowhere() {
    for (String secret : new String[] {"A".repeat(43), "A".repeat(42), "none"}) {
      client
          .askWrongly()
          .urlEncodingEnabled(false)
          .get("/shared/" + secret)
          .then()
          .spec(problem(404, "unknown-share"));
    }
    client.askWrongly().get("/shared/").then().spec(problem(404)).body("status", equalTo(404));
  }
}
