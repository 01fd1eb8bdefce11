package org.meanwhile.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;
import static org.meanwhile.contract.support.Problems.problem;

import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.meanwhile.contract.support.Client;
import org.meanwhile.contract.support.Crowd;
import org.meanwhile.contract.support.Metric;
import org.meanwhile.contract.support.SharedServer;

/** Requests for a known list, which are held until the page changes. */
@Execution(ExecutionMode.SAME_THREAD)
@ExtendWith(SharedServer.class)
class LiveListIT {
  private static final int LISTS = 8;

  /** Longer than any test takes, unless it waits until this time is over. */
  private static final String LONG = "wait=50";

  private final Client client;

  /** The jobs of other tests are in the list too: this test looks at its own label only. */
  private final String run = UUID.randomUUID().toString();

  LiveListIT(Client client) {
    this.client = client;
  }

  @Test
  void a_page_that_has_not_changed_is_not_sent_again() {
    waiting();
    String tag = tag();

    assertThat(tag).startsWith("W/\"");
    mine()
        .header("If-None-Match", tag)
        .get("/job")
        .then()
        .statusCode(304)
        .header("ETag", tag)
        .header("Cache-Control", "no-cache, private");
    waiting();
    mine().header("If-None-Match", tag).get("/job").then().statusCode(200);
  }

  @Test
  void a_page_that_another_one_follows_is_not_the_last() {
    waiting();
    String alone = mine().queryParam("limit", 1).get("/job").header("ETag");
    String first = waiting();
    String followed = mine().queryParam("limit", 1).get("/job").header("ETag");
    client.cancel(first);

    assertThat(followed).isNotEqualTo(alone);
    assertThat(mine().queryParam("limit", 1).get("/job").header("ETag")).isNotIn(alone, followed);
  }

  @Test
  void a_list_is_held_until_a_job_comes() {
    CompletableFuture<Response> list = held(tag());

    String id = waiting();

    list.join()
        .then()
        .statusCode(200)
        .header("Preference-Applied", LONG)
        .body("items.id[0]", equalTo(id));
  }

  @Test
  void a_list_is_held_until_a_job_in_it_is_another() {
    String id = waiting();
    CompletableFuture<Response> list = held(tag());

    client.cancel(id);

    list.join().then().statusCode(200).body("items.status[0]", equalTo("Canceled"));
  }

  @Test
  void a_list_of_some_status_is_held_until_a_job_has_it_no_longer() {
    String id = waiting();
    String tag = mine().queryParam("status", "NotStarted").get("/job").header("ETag");
    CompletableFuture<Response> list =
        held(mine().queryParam("status", "NotStarted").header("If-None-Match", tag));

    client.cancel(id);

    list.join().then().statusCode(200).body("items.size()", equalTo(0));
  }

  @Test
  void all_who_wait_for_the_same_are_answered() {
    String tag = tag();
    try (Crowd crowd = new Crowd(client.base().getPort())) {
      double before = waits();
      for (int i = 1; i <= 100; i++) {
        crowd.get("/job?label=run:" + run, "Prefer: " + LONG, "If-None-Match: " + tag);
        if (i % LISTS == 0 || i == 100) {
          // A list that is held is not in flight any more; of those in flight there may be so many.
          int asked = i;
          Awaitility.await().until(() -> waits() >= before + asked);
        }
      }

      String id = waiting();

      crowd.awaitAll(Duration.ofSeconds(40));
      assertThat(crowd.visits())
          .allSatisfy(visit -> assertThat(visit.text()).startsWith("HTTP/1.1 200 ").contains(id));
    }
  }

  @Test
  void a_wait_without_news_ends_with_304() {
    waiting();
    String tag = tag();

    mine()
        .header("If-None-Match", tag)
        .header("Prefer", "wait=1")
        .get("/job")
        .then()
        .statusCode(304)
        .header("ETag", tag)
        .header("Preference-Applied", "wait=1");
  }

  @Test
  void what_is_not_the_clients_is_sent_at_once() {
    mine()
        .header("If-None-Match", "W/\"older\"")
        .header("Prefer", LONG)
        .get("/job")
        .then()
        .statusCode(200)
        .header("Preference-Applied", LONG);
  }

  @Test
  void without_a_tag_or_for_no_time_a_list_is_not_held() {
    String tag = tag();

    mine()
        .header("Prefer", LONG)
        .get("/job")
        .then()
        .statusCode(200)
        .header("Preference-Applied", nullValue());
    mine()
        .header("If-None-Match", tag)
        .header("Prefer", "wait=0")
        .get("/job")
        .then()
        .statusCode(304)
        .header("Preference-Applied", nullValue());
    mine()
        .header("If-None-Match", "*")
        .header("Prefer", LONG)
        .get("/job")
        .then()
        .statusCode(304)
        .header("Preference-Applied", nullValue());
    assertThat(mine().get("/job").headers().getValues("Vary")).contains("POE", "Prefer");
  }

  @Test
  void no_list_is_as_strong_as_if_match_wants_it() {
    client
        .ask()
        .header("If-Match", tag())
        .get("/job")
        .then()
        .spec(problem(412, "precondition-failed"));
  }

  private CompletableFuture<Response> held(String tag) {
    return held(mine().header("If-None-Match", tag));
  }

  private CompletableFuture<Response> held(RequestSpecification request) {
    double before = waits();
    CompletableFuture<Response> answer =
        CompletableFuture.supplyAsync(() -> request.header("Prefer", LONG).get("/job"));
    Awaitility.await("it is held").until(() -> waits() > before);
    return answer;
  }

  private double waits() {
    return Metric.of("meanwhile_waits").read(client);
  }

  private String tag() {
    return mine().get("/job").then().statusCode(200).extract().header("ETag");
  }

  private RequestSpecification mine() {
    return client.ask().queryParam("label", "run:" + run);
  }

  private String waiting() {
    return client.accepted(
        Map.of("operation", "simulate", "startAt", Client.TOMORROW, "labels", Map.of("run", run)));
  }
}
