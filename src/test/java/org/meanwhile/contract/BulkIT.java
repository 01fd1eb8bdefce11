package org.meanwhile.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.meanwhile.contract.support.Problems.problem;

import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.meanwhile.contract.support.Client;
import org.meanwhile.contract.support.SharedServer;

/** The operation {@code bulk}: one thing done to all jobs of a filter. */
@Execution(ExecutionMode.SAME_THREAD)
@ExtendWith(SharedServer.class)
class BulkIT {
  private final Client client;
  private final String run = UUID.randomUUID().toString();

  BulkIT(Client client) {
    this.client = client;
  }

  @Test
  void all_jobs_of_the_filter_are_cancelled_and_no_others() {
    List<String> jobs = List.of(waiting(), waiting(), waiting());
    String ended = ended(Map.of());
    String other = client.accepted(Map.of("operation", "simulate", "startAt", Client.TOMORROW));

    String bulk = bulk("cancel", Map.of("label", List.of("run:" + run), "status", "NotStarted"), 3);

    JsonPath document = client.awaitEnd(bulk);
    assertThat(document.getString("status")).isEqualTo("Succeeded");
    assertThat(document.getMap("progress"))
        .containsEntry("done", 3)
        .containsEntry("total", 3)
        .containsEntry("unit", "jobs");
    assertThat(document.getString("output.mediaType")).isEqualTo("application/x-ndjson");
    assertThat(lines(bulk))
        .hasSize(3)
        .allSatisfy(line -> assertThat(line.getBoolean("done")).isTrue())
        .extracting(line -> line.getString("id"))
        .containsExactlyInAnyOrderElementsOf(jobs);
    jobs.forEach(id -> assertThat(client.status(id).getString("status")).isEqualTo("Canceled"));
    assertThat(client.status(other).getString("status")).isEqualTo("NotStarted");
    client.poll(ended).then().statusCode(303);
  }

  @Test
  void jobs_are_chosen_by_their_ids() {
    List<String> chosen = List.of(waiting(), waiting());
    String other = waiting();
    Map<String, ?> filter = Map.of("text", chosen, "label", "run:" + run);

    client.awaitEnd(bulk("cancel", filter, 2));

    chosen.forEach(id -> assertThat(client.status(id).getString("status")).isEqualTo("Canceled"));
    assertThat(client.status(other).getString("status")).isEqualTo("NotStarted");
    client.cancel(other);
  }

  @Test
  void a_job_that_is_not_in_the_right_state_gets_a_line_that_says_so() {
    String ended = ended(Map.of("outputBytes", 10));

    String bulk = bulk("cancel", Map.of("label", "run:" + run), 1);

    client.awaitEnd(bulk);
    JsonPath line = lines(bulk).get(0);
    assertThat(line.getBoolean("done")).isFalse();
    assertThat(line.getString("error.type")).isEqualTo("/problem/wrong-state");
    assertThat(line.getString("error.detail")).isNotEmpty();
    client.output(ended).then().statusCode(200);
  }

  @Test
  void all_that_failed_is_run_again_and_the_new_jobs_are_of_the_group() {
    List<String> failed = List.of(failed(), failed());
    ended(Map.of());

    String bulk = bulk("rerun", Map.of("label", "run:" + run, "status", "Failed"), 2);

    client.awaitEnd(bulk);
    List<JsonPath> lines = lines(bulk);
    assertThat(lines).hasSize(2);
    for (JsonPath line : lines) {
      JsonPath made = client.status(line.getString("job"));
      assertThat(made.getString("rerunOf")).isEqualTo(line.getString("id")).isIn(failed);
      assertThat(made.getString("group")).isEqualTo(bulk);
      assertThat(made.getMap("labels")).containsEntry("run", run);
    }
    assertThat(
            client
                .ask()
                .queryParam("group", bulk)
                .get("/job")
                .then()
                .extract()
                .<List<String>>path("items.id"))
        .hasSize(2);
    assertThat(
            client
                .ask()
                .queryParam("rerunOf", failed.get(0))
                .get("/job")
                .then()
                .extract()
                .<List<String>>path("items.group"))
        .containsExactly(bulk);
  }

  @Test
  void outputs_are_deleted_and_their_jobs_stay() {
    String succeeded = ended(Map.of("outputBytes", 10));
    String failed = failed();

    String bulk = bulk("delete-output", Map.of("label", "run:" + run), 2);

    client.awaitEnd(bulk);
    client.output(succeeded).then().spec(problem(410, "output-deleted"));
    assertThat(lines(bulk))
        .filteredOn(line -> !line.getBoolean("done"))
        .extracting(line -> line.getString("id"))
        .containsExactly(failed);
  }

  @Test
  void jobs_are_suspended_and_resumed() {
    String job = waiting();

    client.awaitEnd(bulk("suspend", Map.of("label", "run:" + run), 1));
    assertThat(client.status(job).getList("waitingFor.kind")).containsExactly("suspended");
    client.awaitEnd(bulk("resume", Map.of("label", "run:" + run), 1));

    assertThat(client.status(job).getList("waitingFor")).isNull();
  }

  @Test
  void another_number_than_expected_fails_and_touches_nothing() {
    String job = waiting();

    String bulk = bulk("cancel", Map.of("label", "run:" + run), 2);

    JsonPath document = client.awaitEnd(bulk);
    assertThat(document.getString("status")).isEqualTo("Failed");
    assertThat(document.getString("error.code")).isEqualTo("wrong-state");
    assertThat(document.getInt("error.status")).isEqualTo(409);
    assertThat(client.status(job).getString("status")).isEqualTo("NotStarted");
  }

  @Test
  void a_bulk_job_never_matches_itself() {
    Map<String, Object> job = new HashMap<>(job("cancel", Map.of("label", "run:" + run), 0));
    job.put("labels", Map.of("run", run));

    String bulk = client.accepted(job);

    assertThat(client.awaitEnd(bulk).getString("status")).isEqualTo("Succeeded");
    client
        .askUndescribed()
        .get("/job/{id}/output", bulk)
        .then()
        .statusCode(200)
        .header("Content-Length", "0");
  }

  @Test
  void the_number_of_matches_is_told_before_and_nothing_is_done() {
    String job = waiting();
    waiting();

    client
        .askUndescribed()
        .contentType(ContentType.JSON)
        .body(job("cancel", Map.of("label", "run:" + run), 37))
        .post("/job?validate-only=true")
        .then()
        .statusCode(200)
        .body("$", equalTo(Map.of("matches", 2)));
    assertThat(client.status(job).getString("status")).isEqualTo("NotStarted");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'action':'cancel'} | /input/filter",
        "{'action':'cancel','filter':{}} | /input/filter",
        "{'action':'drop','filter':{'status':'Failed'}} | /input/action",
        "{'filter':{'status':'Failed'}} | /input/action",
        "{'action':'cancel','filter':{'status':'Done'}} | /input/filter/status",
        "{'action':'cancel','filter':{'status':[]}} | /input/filter/status",
        "{'action':'cancel','filter':{'label':':x'}} | /input/filter/label",
        "{'action':'cancel','filter':{'createdAfter':'now'}} | /input/filter/createdAfter",
        "{'action':'cancel','filter':{'group':'x'}} | /input/filter/group",
        "{'action':'cancel','filter':{'text':' '}} | /input/filter/text",
        "{'action':'cancel','filter':{'limit':'3'}} | /input/filter/limit",
        "{'action':'cancel','filter':{'status':'Failed'},'expect':-1} | /input/expect",
      })
  void a_filter_is_read_as_that_of_the_list(String input, String pointer) {
    client
        .askWrongly()
        .contentType(ContentType.JSON)
        .body("{\"operation\":\"bulk\",\"input\":" + input.replace('\'', '"') + "}")
        .post("/job")
        .then()
        .spec(problem(400, "invalid-request"))
        .body("errors.pointer", hasItem(pointer));
  }

  @Test
  void a_caller_that_is_no_operator_may_not_name_one() {
    client
        .askWrongly()
        .contentType(ContentType.JSON)
        .body(job("cancel", Map.of("caller", "somebody"), 0))
        .post("/job")
        .then()
        .spec(problem(403, "forbidden"));
  }

  private String bulk(String action, Map<String, ?> filter, int expect) {
    return client.accepted(job(action, filter, expect));
  }

  private static Map<String, ?> job(String action, Map<String, ?> filter, int expect) {
    return Map.of(
        "operation", "bulk", "input", Map.of("action", action, "filter", filter, "expect", expect));
  }

  private List<JsonPath> lines(String bulk) {
    List<JsonPath> lines = new ArrayList<>();
    client
        .output(bulk)
        .then()
        .statusCode(200)
        .extract()
        .asString()
        .lines()
        .forEach(line -> lines.add(new JsonPath(line)));
    return lines;
  }

  private String waiting() {
    return client.accepted(
        Map.of("operation", "simulate", "startAt", Client.TOMORROW, "labels", Map.of("run", run)));
  }

  private String failed() {
    return ended(Map.of("failAtStep", 1, "failure", "permanent"));
  }

  private String ended(Map<String, ?> input) {
    String id =
        client.accepted(
            Map.of("operation", "simulate", "input", input, "labels", Map.of("run", run)));
    client.awaitEnd(id);
    return id;
  }
}
