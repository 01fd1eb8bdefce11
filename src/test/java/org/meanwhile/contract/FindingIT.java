package org.meanwhile.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;
import static org.meanwhile.contract.support.Problems.problem;

import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.meanwhile.contract.support.Client;
import org.meanwhile.contract.support.SharedServer;

/** Lists by what became of jobs, by what made them, and by words; counts and causes. */
@Execution(ExecutionMode.SAME_THREAD)
@ExtendWith(SharedServer.class)
class FindingIT {
  private final Client client;

  /** The jobs of other tests are in the list too: this test looks at its own label only. */
  private final String run = UUID.randomUUID().toString();

  FindingIT(Client client) {
    this.client = client;
  }

  @Test
  void a_label_selects_by_its_name_alone_and_with_others() {
    String id = waiting(Map.of("run", run, "colour-" + run, "blue"));
    waiting(Map.of("run", run));

    assertThat(ids(mine().queryParam("label", "colour-" + run).get("/job"))).containsExactly(id);
    assertThat(ids(mine().queryParam("label", "olour-" + run).get("/job"))).isEmpty();
    assertThat(ids(mine().queryParam("label", "colour-" + run + ":blue").get("/job")))
        .containsExactly(id);
  }

  @Test
  void code_and_end_select() {
    String failed = failed();
    String between = client.status(failed).getString("finishedAt");
    String other = succeeded();

    assertThat(ids(mine().queryParam("code", "operation-failed").get("/job")))
        .containsExactly(failed);
    assertThat(ids(mine().queryParam("code", "timed-out").get("/job"))).isEmpty();
    assertThat(ids(mine().queryParam("finishedAfter", between).get("/job"))).containsExactly(other);
    assertThat(ids(mine().queryParam("finishedBefore", between).get("/job"))).isEmpty();
  }

  @Test
  void the_latest_end_is_first_on_every_page_of_a_list_by_end() {
    List<String> byEnd = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      byEnd.add(0, failed());
      byEnd.add(0, succeeded());
    }
    waiting(Map.of("run", run));
    List<String> seen = new ArrayList<>();

    Response page =
        mine()
            .queryParam("sort", "finishedAt")
            .queryParam("status", "Failed", "Succeeded")
            .queryParam("limit", 3)
            .get("/job");
    seen.addAll(ids(page));
    String next = page.path("next");
    String cursor = next.replaceAll(".*cursor=([^&]+).*", "$1");
    seen.addAll(ids(client.askUndescribed().urlEncodingEnabled(false).get(next)));

    assertThat(seen).isEqualTo(byEnd);
    client.askUndescribed().queryParam("cursor", cursor).get("/job").then().spec(problem(400));
    String ofCreation = client.ask().queryParam("limit", 1).get("/job").<String>path("next");
    client
        .askUndescribed()
        .urlEncodingEnabled(false)
        .get(ofCreation + "&sort=finishedAt&status=Failed")
        .then()
        .spec(problem(400));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "&status=Running",
        "&status=Failed,Running",
        "&createdAfter=2026-01-01T00:00:00Z"
      })
  void an_order_by_end_needs_a_filter_of_ended_jobs(String filter) {
    client
        .askUndescribed()
        .get("/job?sort=finishedAt" + filter)
        .then()
        .spec(problem(400, "invalid-request"))
        .body("errors.pointer", equalTo(List.of("/sort")));
  }

  @Test
  void a_text_finds_ids_their_parts_and_words() {
    String id = waiting(Map.of("run", run, "note", "Quarterly Report 100%_" + run));

    for (String text :
        List.of(
            id,
            id.substring(0, 24),
            id.substring(28),
            "quarterly REPORT",
            "simulate 100%_" + run.substring(0, 8),
            run)) {
      assertThat(ids(mine().queryParam("text", text).get("/job"))).as(text).containsExactly(id);
    }
    assertThat(ids(mine().queryParam("text", "quarterly nothing").get("/job"))).isEmpty();
    assertThat(ids(mine().queryParam("text", "100__" + run).get("/job"))).isEmpty();
  }

  @Test
  void a_text_finds_the_message_of_an_error() {
    String id = failed();

    assertThat(ids(mine().queryParam("text", "STEP").get("/job"))).containsExactly(id);
  }

  @Test
  void a_node_selects_what_runs_there() {
    for (String parameter : List.of("node", "group", "rerunOf", "after")) {
      assertThat(ids(mine().queryParam(parameter, UUID.randomUUID().toString()).get("/job")))
          .as(parameter)
          .isEmpty();
    }
    assertThat(ids(mine().queryParam("schedule", "nightly").get("/job"))).isEmpty();
  }

  @Test
  void counts_are_those_of_the_filter_without_its_status() {
    failed();
    succeeded();
    waiting(Map.of("run", run));
    client.cancel(waiting(Map.of("run", run)));

    mine()
        .queryParam("status", "Failed")
        .queryParam("counts", true)
        .get("/job")
        .then()
        .statusCode(200)
        .body("items", hasSize(1))
        .body("counts.NotStarted", equalTo(1))
        .body("counts.Running", equalTo(0))
        .body("counts.Succeeded", equalTo(1))
        .body("counts.Failed", equalTo(1))
        .body("counts.Canceled", equalTo(1));
    mine().get("/job").then().body("counts", nullValue());
  }

  @Test
  void a_list_whose_counts_differ_has_another_tag() {
    RequestSpecification counted = mine().queryParam("status", "Failed").queryParam("counts", true);
    String tag = counted.get("/job").header("ETag");
    mine()
        .queryParam("status", "Failed")
        .queryParam("counts", true)
        .header("If-None-Match", tag)
        .get("/job")
        .then()
        .statusCode(304);
    waiting(Map.of("run", run));

    mine()
        .queryParam("status", "Failed")
        .queryParam("counts", true)
        .header("If-None-Match", tag)
        .get("/job")
        .then()
        .statusCode(200);
  }

  @Test
  void failures_are_told_by_cause_the_most_frequent_first() {
    String first = failed(2);
    String latest = failed(4);
    succeeded();

    Response failures = mine().get("/job/failures");

    failures
        .then()
        .statusCode(200)
        .header("Cache-Control", equalTo("no-cache, private"))
        .body("items", hasSize(1))
        .body("items[0].operation", equalTo("simulate"))
        .body("items[0].code", equalTo("operation-failed"))
        .body("items[0].count", equalTo(2))
        .body("items[0].example", equalTo(client.base() + "/job/" + latest))
        .body("items[0].line", equalTo(client.status(latest).getString("error.message")))
        .body("items[0].firstAt", equalTo(client.status(first).getString("finishedAt")))
        .body("items[0].lastAt", equalTo(client.status(latest).getString("finishedAt")));
    mine().queryParam("status", "Succeeded").get("/job/failures").then().body("items", hasSize(0));
    mine().queryParam("code", "timed-out").get("/job/failures").then().body("items", hasSize(0));
  }

  @ParameterizedTest
  @CsvSource({"cursor, x", "sort, finishedAt", "counts, true", "limit, 0", "page, 2"})
  void failures_take_a_filter_and_a_limit_and_nothing_else(String name, String value) {
    client
        .askUndescribed()
        .queryParam(name, value)
        .get("/job/failures")
        .then()
        .spec(problem(400, "invalid-request"));
  }

  @Test
  void the_failures_are_no_job() {
    client.askUndescribed().delete("/job/failures").then().spec(problem(404, "unknown-job"));
    client.askUndescribed().head("/job/failures").then().statusCode(200);
  }

  private RequestSpecification mine() {
    return client.ask().queryParam("label", "run:" + run);
  }

  private String waiting(Map<String, String> labels) {
    return client.accepted(
        Map.of("operation", "simulate", "startAt", Client.TOMORROW, "labels", labels));
  }

  private String failed() {
    return failed(1);
  }

  private String failed(int step) {
    return ended(Map.of("failAtStep", step, "failure", "permanent"));
  }

  private String succeeded() {
    return ended(Map.of());
  }

  private String ended(Map<String, ?> input) {
    String id =
        client.accepted(
            Map.of("operation", "simulate", "input", input, "labels", Map.of("run", run)));
    client.awaitEnd(id);
    return id;
  }

  private static List<String> ids(Response page) {
    return page.then().statusCode(200).extract().path("items.id");
  }
}
