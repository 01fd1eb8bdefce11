package org.meanwhile.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.emptyString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.startsWith;
import static org.meanwhile.contract.support.Problems.problem;

import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.meanwhile.contract.support.Client;
import org.meanwhile.contract.support.SharedServer;

@Execution(ExecutionMode.SAME_THREAD)
@ExtendWith(SharedServer.class)
class PollingIT {
  private final Client client;

  PollingIT(Client client) {
    this.client = client;
  }

  @Test
  void a_waiting_job_answers_200_and_when_to_come_back() {
    String id = waiting();

    client
        .poll(id)
        .then()
        .statusCode(200)
        .header("Retry-After", matchesPattern("[1-9]|[12]\\d|30"))
        .body("id", equalTo(id))
        .body("status", equalTo("NotStarted"));
  }

  @Test
  void a_running_job_answers_200_and_when_to_come_back() {
    String id = client.simulated(Map.of("duration", "PT5M", "steps", 300));
    client.awaitRunning(id);

    client
        .poll(id)
        .then()
        .statusCode(200)
        .header("Retry-After", matchesPattern("[1-9]|[12]\\d|30"))
        .body("status", equalTo("Running"))
        .body("startedAt", notNullValue())
        .body("attempt", equalTo(1));
    client.cancel(id);
  }

  @Test
  void progress_grows_and_tells_when_the_job_will_end() {
    String id = client.simulated(Map.of("duration", "PT4S", "steps", 40));

    JsonPath early = client.await(id, job -> fraction(job) > 0);
    JsonPath later = client.await(id, job -> fraction(job) > fraction(early));
    JsonPath told = client.await(id, PollingIT::tellsItsEndOrHasEnded);

    assertThat(fraction(later)).isGreaterThan(fraction(early));
    if (told.getString("status").equals("Running")) {
      assertThat(Instant.parse(told.getString("estimatedFinishAt")))
          .isAfter(Instant.parse(told.getString("startedAt")));
    }
    JsonPath ended = client.awaitEnd(id);
    assertThat(fraction(ended)).isEqualTo(1);
    assertThat(ended.getLong("progress.done")).isEqualTo(ended.getLong("progress.total"));
  }

  private static boolean tellsItsEndOrHasEnded(JsonPath job) {
    return job.get("estimatedFinishAt") != null || job.get("finishedAt") != null;
  }

  @Test
  void a_stopping_job_does_not_tell_when_its_work_would_end() {
    String id = client.simulated(Map.of("duration", "PT1M", "steps", 600, "ignoreInterrupt", true));
    client.await(id, job -> job.get("estimatedFinishAt") != null);

    client
        .cancel(id)
        .then()
        .statusCode(200)
        .body("cancelRequested", equalTo(true))
        .body("$", not(hasKey("estimatedFinishAt")));
  }

  @Test
  void it_says_what_it_was_asked_for_its_version_and_where_its_history_is() {
    String id =
        client.accepted(
            Map.of(
                "operation",
                "simulate",
                "startAt",
                Client.TOMORROW,
                "timeout",
                "PT90M",
                "retain",
                "P2D"));

    Response answer = client.ask().get("/job/{id}", id);

    answer
        .then()
        .body("timeout", equalTo("PT1H30M"))
        .body("retain", equalTo("PT48H"))
        .body("version", equalTo(1))
        .body("links.history", equalTo(client.base() + "/job/" + id + "/history"))
        .header("ETag", containsString("1"));
  }

  @Test
  void a_succeeded_job_redirects_to_its_output() {
    String id = client.ended(Map.of("outputBytes", 10));

    client
        .poll(id)
        .then()
        .statusCode(303)
        .header("Location", id + "/output")
        .body("status", equalTo("Succeeded"))
        .body("output.size", equalTo(10));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/", "?a=b/c", "/?a=b", ";a=b", ";a=b/", "/;a=b"})
  void a_client_that_follows_redirects_ends_at_the_bytes(String rest) {
    String id = client.ended(Map.of("outputBytes", 10));
    URI poll = URI.create(client.base() + "/job/" + id + rest);

    for (String spelling : List.of(id, id.toUpperCase(Locale.ROOT), "%30" + id.substring(1))) {
      URI spelled = URI.create(poll.toString().replace(id, spelling));
      Response redirect = askPlainly().get(spelled);
      if (redirect.statusCode() == 404) {
        continue; // Not every spelling is the job's URI, but none may lead elsewhere.
      }
      redirect.then().statusCode(303);
      String location = redirect.header("Location");
      assertThat(URI.create(location).isAbsolute()).as(location).isFalse();
      askPlainly()
          .get(spelled.resolve(location))
          .then()
          .statusCode(200)
          .body(equalTo("meanwhile\n"));
    }
  }

  /** Without encoding what is encoded already. */
  private RequestSpecification askPlainly() {
    return client.askUndescribed().urlEncodingEnabled(false);
  }

  @Test
  void a_redirect_is_relative_on_the_jobs_own_uri_only() {
    String id = UUID.randomUUID().toString();
    Map<String, Object> job = Map.of("operation", "simulate");
    String output = "/output";

    client
        .ask()
        .header("Prefer", "wait=60")
        .contentType(ContentType.JSON)
        .body(job)
        .put("/job/{id}", id)
        .then()
        .statusCode(303)
        .header("Location", id + output);
    client
        .ask()
        .header("Prefer", "wait=60")
        .get("/job/{id}", id)
        .then()
        .statusCode(303)
        .header("Location", id + output);
    client
        .ask()
        .header("Prefer", "wait=60")
        .contentType(ContentType.JSON)
        .body(job)
        .post("/job")
        .then()
        .statusCode(303)
        .header("Location", startsWith(client.base() + "/job/"));
  }

  @Test
  void the_status_is_never_redirected() {
    String id = client.ended(Map.of("outputBytes", 10));

    client
        .ask()
        .get("/job/{id}/status", id)
        .then()
        .statusCode(200)
        .body("status", equalTo("Succeeded"))
        .body("resourceLocation", equalTo(client.base() + "/job/" + id + "/output"))
        .body("links.output", equalTo(client.base() + "/job/" + id + "/output"));
  }

  @Test
  void a_failed_job_answers_200_with_its_error() {
    String id = client.ended(Map.of("failAtStep", 3));

    client
        .poll(id)
        .then()
        .statusCode(200)
        .body("status", equalTo("Failed"))
        .body("error.status", equalTo(500))
        .body("error.code", notNullValue())
        .body("error.message", notNullValue());
  }

  @Test
  void a_transient_failure_is_tried_again() {
    String id =
        client.simulated(Map.of("failAtStep", 1, "failure", "transient", "failAttempts", 1));

    JsonPath ended = client.awaitEnd(id);

    assertThat(ended.getString("status")).isEqualTo("Succeeded");
    assertThat(ended.getInt("attempt")).isEqualTo(2);
  }

  @Test
  void a_job_whose_output_was_deleted_says_when() {
    String id = client.ended(Map.of("outputBytes", 10));
    client.ask().delete("/job/{id}/output", id).then().statusCode(200);

    client
        .poll(id)
        .then()
        .statusCode(200)
        .body("status", equalTo("Succeeded"))
        .body("output.deletedAt", notNullValue());
    client.ask().get("/job/{id}/status", id).then().statusCode(200);
  }

  @Test
  void a_cancelled_job_is_gone_but_its_status_is_not() {
    String id = waiting();
    client.cancel(id);

    client.poll(id).then().spec(problem(410, "job-canceled"));
    client
        .ask()
        .get("/job/{id}/status", id)
        .then()
        .statusCode(200)
        .body("status", equalTo("Canceled"));
  }

  @Test
  void a_removed_job_is_gone_but_its_status_is_not() {
    String id = client.ended(Map.of("outputBytes", 10));
    client.cancel(id);

    client.poll(id).then().spec(problem(410, "job-removed"));
    client
        .ask()
        .get("/job/{id}/status", id)
        .then()
        .statusCode(200)
        .body("status", equalTo("Succeeded"));
  }

  @Test
  void a_job_that_never_existed_is_not_found() {
    String id = UUID.randomUUID().toString();

    client.poll(id).then().spec(problem(404, "unknown-job"));
    client.ask().get("/job/{id}/status", id).then().spec(problem(404, "unknown-job"));
  }

  @Test
  void the_status_document_has_a_weak_tag_and_must_be_revalidated() {
    String id = waiting();

    for (String path : List.of("/job/{id}", "/job/{id}/status")) {
      client
          .ask()
          .get(path, id)
          .then()
          .header("ETag", startsWith("W/\""))
          .header("Cache-Control", allOf(containsString("no-cache"), containsString("private")));
    }
  }

  @Test
  void an_unchanged_document_is_not_sent_again() {
    String id = waiting();

    for (String path : List.of("/job/{id}", "/job/{id}/status")) {
      String tag = client.ask().get(path, id).header("ETag");
      client
          .ask()
          .header("If-None-Match", tag)
          .get(path, id)
          .then()
          .statusCode(304)
          .header("ETag", tag)
          .body(emptyString());
      client
          .ask()
          .header("If-None-Match", "\"other\", " + tag)
          .get(path, id)
          .then()
          .statusCode(304);
      client.ask().header("If-None-Match", "*").get(path, id).then().statusCode(304);
      client.ask().header("If-None-Match", "\"other\"").get(path, id).then().statusCode(200);
    }
  }

  @Test
  void a_changed_document_is_sent_again() {
    String id = waiting();
    String tag = client.poll(id).header("ETag");
    client.cancel(id);

    client
        .ask()
        .header("If-None-Match", tag)
        .get("/job/{id}/status", id)
        .then()
        .statusCode(200)
        .body("status", equalTo("Canceled"));
  }

  @Test
  void the_redirect_is_not_hidden_by_a_tag() {
    String id = client.ended(Map.of());
    String tag = client.poll(id).header("ETag");

    client.ask().header("If-None-Match", tag).get("/job/{id}", id).then().statusCode(303);
  }

  @Test
  void head_answers_as_get_does_without_the_body() {
    String waits = waiting();
    String ended = client.ended(Map.of());

    for (String path :
        List.of(
            "/job/" + waits,
            "/job/" + waits + "/status",
            "/job/" + ended,
            "/job/" + ended + "/status")) {
      Response get = client.ask().get(path);
      client
          .ask()
          .head(path)
          .then()
          .statusCode(get.statusCode())
          .header("ETag", get.header("ETag"))
          .header("Content-Type", get.header("Content-Type"))
          .header("Location", get.header("Location"))
          .body(emptyString());
    }
  }

  @Test
  void the_status_is_one_of_the_five_words_all_the_way() {
    String id = client.simulated(Map.of("duration", "PT1S", "steps", 10));
    List<String> seen = new ArrayList<>();

    client.await(
        id,
        job -> {
          seen.add(job.getString("status"));
          return job.getString("status").equals("Succeeded");
        });

    assertThat(seen).isSubsetOf("NotStarted", "Running", "Succeeded");
    assertThat(seen)
        .isSortedAccordingTo(
            (a, b) ->
                "NotStarted Running Succeeded".indexOf(a)
                    - "NotStarted Running Succeeded".indexOf(b));
  }

  @Test
  void members_without_a_value_are_left_out() {
    Map<String, Object> job = client.poll(waiting()).then().extract().path("$");

    assertThat(job).doesNotContainValue(null);
    assertThat(job).doesNotContainKeys("startedAt", "finishedAt", "error", "output", "input");
  }

  private String waiting() {
    return client.accepted(Map.of("operation", "simulate", "startAt", Client.TOMORROW));
  }

  private static double fraction(JsonPath job) {
    Number fraction = job.get("progress.fraction");
    return fraction == null ? 0 : fraction.doubleValue();
  }
}
