package org.meanwhile.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.nullValue;
import static org.meanwhile.contract.support.Problems.problem;

import io.restassured.http.ContentType;
import io.restassured.response.Response;
import java.nio.charset.StandardCharsets;
import java.util.List;
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

/** {@code validate-only=true}: the answer to a request, without its job. */
@Execution(ExecutionMode.SAME_THREAD)
@ExtendWith(SharedServer.class)
class ValidatingIT {
  private final Client client;
  private final String run = UUID.randomUUID().toString();

  ValidatingIT(Client client) {
    this.client = client;
  }

  private Map<String, ?> job() {
    return Map.of("operation", "simulate", "labels", Map.of("run", run));
  }

  @Test
  void a_valid_request_gets_an_estimate_and_no_job() {
    client.ended(Map.of());
    String path = "/job/" + UUID.randomUUID();

    for (Response answer :
        List.of(
            client
                .askUndescribed()
                .contentType(ContentType.JSON)
                .body(job())
                .post("/job?validate-only=true"),
            client
                .askUndescribed()
                .contentType(ContentType.JSON)
                .body(job())
                .put(path + "?validate-only=true"),
            client
                .askUndescribed()
                .contentType(ContentType.JSON)
                .body(job())
                .post(path + "?validate-only=true"))) {
      answer
          .then()
          .statusCode(200)
          .header("Location", nullValue())
          .body("valid", equalTo(true))
          .body("estimate.waits", matchesPattern("PT[0-9HMS.]+"));
    }

    client
        .ask()
        .queryParam("label", "run:" + run)
        .get("/job")
        .then()
        .body("items.size()", equalTo(0));
    client.poll(path.substring(5)).then().spec(problem(404));
  }

  @Test
  void an_invalid_request_gets_its_problem() {
    client
        .askUndescribed()
        .contentType(ContentType.JSON)
        .body(Map.of("operation", "simulate", "input", Map.of("steps", -1)))
        .post("/job?validate-only=true")
        .then()
        .spec(problem(400, "invalid-request"))
        .body("errors.pointer", hasItem("/input/steps"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"false", "", "TRUE", "1", "true&validate-only=true"})
  void any_other_value_is_refused(String value) {
    client
        .askUndescribed()
        .contentType(ContentType.JSON)
        .body(job())
        .post("/job?validate-only=" + value)
        .then()
        .spec(problem(400, "invalid-request"))
        .body("errors.pointer", hasItem("/validate-only"));
    client
        .ask()
        .queryParam("label", "run:" + run)
        .get("/job")
        .then()
        .body("items.size()", equalTo(0));
  }

  @Test
  void no_key_is_used_up_or_looked_at() {
    String key = "\"" + run + "\"";
    client
        .askUndescribed()
        .header("Idempotency-Key", key)
        .contentType(ContentType.JSON)
        .body(Map.of("operation", "simulate"))
        .post("/job?validate-only=true")
        .then()
        .statusCode(200);
    Response created =
        client
            .ask()
            .header("Idempotency-Key", key)
            .contentType(ContentType.JSON)
            .body(job())
            .post("/job");
    created.then().statusCode(202);

    client
        .askUndescribed()
        .header("Idempotency-Key", key)
        .contentType(ContentType.JSON)
        .body(Map.of("operation", "simulate"))
        .post("/job?validate-only=true")
        .then()
        .statusCode(200);
  }

  @Test
  void a_file_is_checked_and_dropped() {
    for (int size : new int[] {0, 100_000}) {
      upload("sort", "text/plain", size).then().statusCode(200).body("valid", equalTo(true));
    }
    upload("simulate", "text/plain", 10).then().spec(problem(400, "invalid-request"));
    upload("sort", "image/png", 10).then().spec(problem(415));
    client
        .askUndescribed()
        .contentType(ContentType.JSON)
        .body(Map.of("operation", "sort"))
        .post("/job?validate-only=true")
        .then()
        .spec(problem(400, "invalid-request"))
        .body("errors.pointer", hasItem("/file"));
    assertThat(client.ask().queryParam("operation", "sort").get("/job").statusCode())
        .isEqualTo(200);
  }

  @Test
  void a_rerun_is_validated_and_not_made() {
    String ended = client.ended(Map.of());

    client
        .askUndescribed()
        .post("/job/{id}/rerun?validate-only=true", ended)
        .then()
        .statusCode(200)
        .header("Location", nullValue())
        .body("valid", equalTo(true));
    client
        .askUndescribed()
        .contentType(ContentType.JSON)
        .body(Map.of("priority", 1000))
        .post("/job/{id}/rerun?validate-only=true", ended)
        .then()
        .spec(problem(400, "invalid-request"));
    client.ask().queryParam("rerunOf", ended).get("/job").then().body("items.size()", equalTo(0));
  }

  private Response upload(String operation, String type, int size) {
    return client
        .askUndescribed()
        .multiPart("job", "{\"operation\": \"%s\"}".formatted(operation), "application/json")
        .multiPart("file", "lines.txt", "a".repeat(size).getBytes(StandardCharsets.UTF_8), type)
        .post("/job?validate-only=true");
  }
}
