package org.meanwhile.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.oneOf;
import static org.meanwhile.contract.support.Problems.problem;

import io.restassured.response.Response;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.meanwhile.contract.support.Client;
import org.meanwhile.contract.support.SharedServer;

@Execution(ExecutionMode.SAME_THREAD)
@ExtendWith(SharedServer.class)
class CancellingIT {
  private final Client client;

  CancellingIT(Client client) {
    this.client = client;
  }

  @Test
  void a_waiting_job_is_cancelled_at_once() {
    String id = client.accepted(Map.of("operation", "simulate", "startAt", Client.TOMORROW));

    client
        .cancel(id)
        .then()
        .statusCode(200)
        .body("status", equalTo("Canceled"))
        .body("cancelRequested", equalTo(true))
        .body("finishedAt", notNullValue());
    assertGoneAs(id, "job-canceled");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\'',
      value = {
        "If-Match      | W/\"1\"   | 412",
        "If-Match      | \"1\"     | 412",
        "If-Match      | 1         | 412",
        "If-None-Match | *         | 412",
        "If-None-Match | W/\"1\"   | 412",
        "If-Match      | *         | 200",
        "If-None-Match | \"other\" | 200",
      })
  void a_job_is_cancelled_on_a_condition(String field, String value, int status) {
    String id = client.accepted(Map.of("operation", "simulate", "startAt", Client.TOMORROW));

    Response answer = client.askWrongly().header(field, value).delete("/job/{id}", id);

    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(client.status(id).getString("status"))
        .isEqualTo(status == 200 ? "Canceled" : "NotStarted");
  }

  @Test
  void a_running_job_is_told_to_stop() {
    String id = client.simulated(Map.of("duration", "PT10M", "steps", 2, "outputBytes", 10));
    client.awaitRunning(id);

    client
        .cancel(id)
        .then()
        .statusCode(200)
        .body("status", oneOf("Canceled", "Running"))
        .body("cancelRequested", equalTo(true));
    assertGoneAs(id, "job-canceled");
    assertThat(client.awaitEnd(id).getString("status")).isEqualTo("Canceled");
    assertGoneAs(id, "job-canceled");
  }

  @Test
  void a_stubborn_job_is_cut_off() {
    String id =
        client.simulated(
            Map.of("duration", "PT8S", "steps", 8, "outputBytes", 10, "ignoreInterrupt", true));
    client.awaitRunning(id);

    client
        .cancel(id)
        .then()
        .statusCode(200)
        .body("status", oneOf("Canceled", "Running"))
        .body("cancelRequested", equalTo(true));

    assertGoneAs(id, "job-canceled");
    assertThat(client.awaitEnd(id).getString("status")).isEqualTo("Canceled");
    assertGoneAs(id, "job-canceled");
  }

  @Test
  void a_job_that_ended_loses_its_output() {
    String id = client.ended(Map.of("outputBytes", 10));

    client.cancel(id).then().statusCode(200).body("status", equalTo("Succeeded"));

    client.poll(id).then().spec(problem(410, "job-removed"));
    client.output(id).then().statusCode(410);
    assertThat(client.status(id).getString("output.deletedAt")).isNotNull();
  }

  @Test
  void a_failed_job_can_be_removed() {
    String id = client.ended(Map.of("failAtStep", 1));

    client.cancel(id).then().statusCode(200).body("status", equalTo("Failed"));

    client.poll(id).then().spec(problem(410, "job-removed"));
  }

  @Test
  void a_job_whose_output_was_deleted_can_be_removed() {
    String id = client.ended(Map.of("outputBytes", 10));
    client.ask().delete("/job/{id}/output", id).then().statusCode(200);
    String deletedAt = client.status(id).getString("output.deletedAt");

    client.cancel(id).then().statusCode(200);

    client.poll(id).then().spec(problem(410, "job-removed"));
    assertThat(client.status(id).getString("output.deletedAt")).isEqualTo(deletedAt);
  }

  @Test
  void cancelling_again_is_as_good() {
    String waiting = client.accepted(Map.of("operation", "simulate", "startAt", Client.TOMORROW));
    Response first = client.cancel(waiting);
    Response second = client.cancel(waiting);

    second.then().statusCode(200).body("status", equalTo("Canceled"));
    assertThat(second.<String>path("finishedAt")).isEqualTo(first.path("finishedAt"));

    String ended = client.ended(Map.of());
    client.cancel(ended).then().statusCode(200);
    client.cancel(ended).then().statusCode(200);
  }

  @Test
  void a_job_that_never_existed_cannot_be_cancelled() {
    client.cancel(UUID.randomUUID().toString()).then().spec(problem(404, "unknown-job"));
  }

  @Test
  void a_program_is_killed_with_its_children() {
    String id = client.accepted(Map.of("operation", "fork"));
    client.awaitRunning(id);
    Awaitility.await("its child").until(() -> sleepers() > 0);

    client.cancel(id);

    Awaitility.await("the end of its child").until(() -> sleepers() == 0);
  }

  /** The number of processes that the operation {@code fork} has started. */
  private static long sleepers() {
    return ProcessHandle.allProcesses()
        .filter(process -> process.info().commandLine().orElse("").endsWith("sleep 4321"))
        .count();
  }

  private void assertGoneAs(String id, String type) {
    client.poll(id).then().spec(problem(410, type));
    client.output(id).then().spec(problem(410, type));
  }
}
