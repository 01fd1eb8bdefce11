package org.meanwhile.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;
import static org.meanwhile.contract.support.Problems.problem;

import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.meanwhile.contract.support.Client;
import org.meanwhile.contract.support.SharedServer;

@Execution(ExecutionMode.SAME_THREAD)
@ExtendWith(SharedServer.class)
class CreatingIT {
  private final Client client;

  CreatingIT(Client client) {
    this.client = client;
  }

  @Test
  void a_job_is_accepted_with_the_addresses_to_follow_it() {
    Response answer = client.post(Map.of("operation", "simulate"));
    String job = client.base() + "/job/" + answer.path("id");

    answer
        .then()
        .statusCode(202)
        .header("Location", job)
        .header("Operation-Location", job + "/status")
        .header("Retry-After", matchesPattern("[1-9]|[12]\\d|30"))
        .body("operation", equalTo("simulate"))
        .body("links.self", equalTo(job))
        .body("links.status", equalTo(job + "/status"));
  }

  @Test
  void the_server_makes_ids_of_uuid_version_7() {
    List<UUID> ids =
        IntStream.range(0, 5).mapToObj(i -> UUID.fromString(client.simulated(Map.of()))).toList();

    assertThat(ids).doesNotHaveDuplicates();
    assertThat(ids).allMatch(id -> id.version() == 7 && id.variant() == 2);
  }

  @ParameterizedTest
  @CsvSource({"5.0, 5", "1e1, 10", "-0.0, 0"})
  void a_whole_number_is_one_however_it_is_written(String written, int priority) {
    // The request is not validated: the validator reads schemas as of before draft 6.
    client
        .askWrongly()
        .contentType(ContentType.JSON)
        .body("{\"operation\":\"simulate\",\"priority\":" + written + "}")
        .post("/job")
        .then()
        .statusCode(202)
        .body("priority", equalTo(priority));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2001-01-01T00:00:00Z",
        "2001-01-01t00:00:00.123456789z",
        "2001-01-01T00:00:00+05:30",
        "2001-01-01T00:00:00.12345678901Z",
        "2001-01-01T00:00:00-00:00",
        "1990-12-31T23:59:60Z",
        "1990-12-31T15:59:60-08:00",
        "0000-01-01T00:00:00+23:59",
      })
  void a_time_is_written_as_rfc_3339_has_it(String time) {
    client
        .askWrongly()
        .contentType(ContentType.JSON)
        .body(Map.of("operation", "simulate", "startAt", time))
        .post("/job")
        .then()
        .statusCode(202);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ' ',
      value = {
        "P1W 202",
        "P2D 202",
        "PT0.5S 202",
        "PT0,5S 202",
        "PT1.5H 202",
        "P1DT0.123456789012S 202",
        "P1M 400",
        "P1Y 400",
        "P0W1DT1H 202",
        "-PT1H 400",
        "pt1h 400",
        "PT 400",
      })
  void a_duration_is_the_same_in_each_place(String duration, int status) {
    for (Map<String, ?> job :
        List.of(
            Map.of("retain", duration),
            Map.of("timeout", duration),
            Map.of("input", Map.of("duration", duration, "steps", 1)))) {
      Map<String, Object> asked = new HashMap<>(job);
      asked.put("operation", "simulate");
      asked.put("startAt", Client.TOMORROW);
      client
          .askWrongly()
          .contentType(ContentType.JSON)
          .body(asked)
          .post("/job")
          .then()
          .statusCode(status);
    }
  }

  @Test
  void the_job_is_there_as_soon_as_it_was_accepted() {
    Response answer = client.post(Map.of("operation", "simulate", "startAt", Client.TOMORROW));

    client.ask().get(answer.header("Location")).then().statusCode(200);
  }

  @Test
  void it_says_until_when_it_waits_and_nothing_of_that_when_it_need_not() {
    String later = client.accepted(Map.of("operation", "simulate", "startAt", Client.TOMORROW));
    Response now = client.post(Map.of("operation", "simulate"));

    assertThat(Instant.parse(client.poll(later).path("startAt")))
        .isEqualTo(Instant.parse(Client.TOMORROW));
    now.then().statusCode(202).body("$", not(hasKey("startAt")));
  }

  @Test
  void the_input_is_not_echoed() {
    String id =
        client.accepted(
            Map.of(
                "operation",
                "simulate",
                "input",
                Map.of("mediaType", "text/secret-sauce"),
                "startAt",
                Client.TOMORROW));

    client.poll(id).then().body(not(containsString("secret-sauce")));
  }

  @Test
  void labels_and_priority_are_kept() {
    String id =
        client.accepted(
            Map.of(
                "operation",
                "simulate",
                "labels",
                Map.of("team", "billing", "cost.center/a_b-1", "grün: 7 %"),
                "priority",
                7,
                "startAt",
                Client.TOMORROW));

    JsonPath job = client.status(id);
    assertThat(job.getMap("labels"))
        .isEqualTo(Map.of("team", "billing", "cost.center/a_b-1", "grün: 7 %"));
    assertThat(job.getInt("priority")).isEqualTo(7);
  }

  @Test
  void as_many_labels_as_there_may_be_of_the_widest_characters_are_kept() {
    Map<String, String> labels =
        IntStream.range(0, 16)
            .boxed()
            .collect(
                Collectors.toMap(
                    i -> "k".repeat(60) + "-" + (char) ('a' + i), i -> "\uD83D\uDE80".repeat(255)));

    String id =
        client.accepted(
            Map.of("operation", "simulate", "labels", labels, "startAt", Client.TOMORROW));

    assertThat(client.status(id).getMap("labels")).isEqualTo(labels);
  }

  @Test
  void a_job_waits_for_its_start() {
    Instant start = Instant.now().plusSeconds(3);
    String id = client.accepted(Map.of("operation", "simulate", "startAt", start.toString()));

    assertThat(client.status(id).getString("status")).isEqualTo("NotStarted");
    JsonPath ended = client.awaitEnd(id);
    assertThat(Instant.parse(ended.getString("startedAt"))).isAfterOrEqualTo(start);
  }

  @Test
  void a_job_that_waits_fails_at_its_deadline_even_before_its_start() {
    String deadline = Instant.now().plusSeconds(2).truncatedTo(ChronoUnit.MILLIS).toString();
    String id =
        client.accepted(
            Map.of("operation", "simulate", "startAt", Client.TOMORROW, "deadline", deadline));
    assertThat(client.status(id).getString("status")).isEqualTo("NotStarted");

    JsonPath failed = client.awaitEnd(id);

    assertThat(failed.getString("status")).isEqualTo("Failed");
    assertThat(failed.getString("error.code")).isEqualTo("deadline-passed");
    assertThat(Instant.parse(failed.getString("deadline"))).isEqualTo(Instant.parse(deadline));
    assertThat(Instant.parse(failed.getString("finishedAt")))
        .isAfterOrEqualTo(Instant.parse(deadline));
    assertThat(failed.getInt("attempt")).isZero();
  }

  @Test
  void a_job_that_runs_is_stopped_at_its_deadline() {
    String id =
        client.accepted(
            Map.of(
                "operation",
                "simulate",
                "input",
                Map.of("duration", "PT1H"),
                "deadline",
                Instant.now().plusSeconds(3).toString()));
    client.awaitRunning(id);

    JsonPath failed = client.awaitEnd(id);

    assertThat(failed.getString("status")).isEqualTo("Failed");
    assertThat(failed.getString("error.code")).isEqualTo("deadline-passed");
    assertThat(failed.getInt("error.status")).isEqualTo(504);
  }

  @Test
  void no_attempt_is_made_after_the_deadline() {
    String id =
        client.accepted(
            Map.of(
                "operation",
                "simulate",
                "input",
                Map.of("duration", "PT10S", "failAtStep", 1, "failure", "transient", "steps", 5),
                "deadline",
                Instant.now().plusSeconds(5).toString()));

    JsonPath failed = client.awaitEnd(id);

    assertThat(failed.getString("error.code")).isEqualTo("deadline-passed");
  }

  @ParameterizedTest
  @ValueSource(strings = {"2001-01-01T00:00:00Z", "tomorrow", "2999-12-01"})
  void a_deadline_that_is_past_or_no_time_is_refused(String time) {
    client
        .askWrongly()
        .contentType(ContentType.JSON)
        .body(Map.of("operation", "simulate", "deadline", time))
        .post("/job")
        .then()
        .spec(problem(400, "invalid-request"))
        .body("errors.pointer", contains("/deadline"));
  }

  @Test
  void a_put_with_another_deadline_is_another_request() {
    String id = UUID.randomUUID().toString();
    String template =
        "{\"operation\":\"simulate\",\"startAt\":\"" + Client.TOMORROW + "\",\"deadline\":\"%s\"}";

    put(id, template.formatted("2999-12-01T00:00:00Z")).then().statusCode(202);
    put(id, template.formatted("2999-12-01T00:00:00Z")).then().statusCode(202);
    put(id, template.formatted("2999-12-02T00:00:00Z"))
        .then()
        .spec(problem(409, "different-request"));
  }

  private Response put(String id, String body) {
    return client.ask().contentType(ContentType.JSON).body(body).put("/job/{id}", id);
  }

  @Test
  void a_start_that_has_passed_is_now() {
    String id = client.accepted(Map.of("operation", "simulate", "startAt", "2001-01-01T00:00:00Z"));

    assertThat(client.awaitEnd(id).getString("status")).isEqualTo("Succeeded");
  }

  @Test
  void a_job_fails_when_its_time_is_up() {
    String id =
        client.accepted(
            Map.of(
                "operation", "simulate", "input", Map.of("duration", "PT10M"), "timeout", "PT1S"));

    JsonPath ended = client.awaitEnd(id);
    assertThat(ended.getString("status")).isEqualTo("Failed");
    assertThat(ended.getMap("error")).containsKeys("type", "title", "status", "detail", "code");
  }

  @Test
  void retention_counts_from_the_end() {
    String id = client.accepted(Map.of("operation", "simulate", "retain", "PT1H"));

    JsonPath ended = client.awaitEnd(id);
    Instant finished = Instant.parse(ended.getString("finishedAt"));
    assertThat(Instant.parse(ended.getString("expiresAt"))).isEqualTo(finished.plusSeconds(3600));
  }

  @Test
  void the_charset_may_be_named() {
    client
        .askWrongly()
        .contentType("application/json; charset=UTF-8")
        .body("{\"operation\":\"simulate\"}")
        .post("/job")
        .then()
        .statusCode(202);
  }

  @Test
  void a_refused_job_leaves_nothing() {
    String team = UUID.randomUUID().toString();
    client
        .askWrongly()
        .contentType(ContentType.JSON)
        .body(
            Map.of(
                "operation",
                "simulate",
                "input",
                Map.of("steps", -1),
                "labels",
                Map.of("team", team)))
        .post("/job")
        .then()
        .statusCode(400);

    client
        .ask()
        .queryParam("label", "team:" + team)
        .get("/job")
        .then()
        .body("items.size()", equalTo(0));
  }
}
