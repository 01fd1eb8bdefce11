package org.meanwhile.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;
import static org.meanwhile.contract.support.Problems.problem;

import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.util.ArrayList;
import java.util.Collections;
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

@Execution(ExecutionMode.SAME_THREAD)
@ExtendWith(SharedServer.class)
class ListingIT {
  private final Client client;

  /** The jobs of other tests are in the list too: this test looks at its own label only. */
  private final String run = UUID.randomUUID().toString();

  ListingIT(Client client) {
    this.client = client;
  }

  @Test
  void the_newest_is_first() {
    List<String> made = made(3);
    Collections.reverse(made);

    assertThat(ids(mine().get("/job"))).isEqualTo(made);
  }

  @Test
  void items_are_status_documents() {
    String id = made(1).get(0);

    Map<String, Object> item = mine().get("/job").path("items[0]");
    Map<String, Object> alone = client.poll(id).path("$");
    // Estimates differ from one answer to the next.
    for (String estimate : List.of("estimatedFinishAt", "queuePosition")) {
      item.remove(estimate);
      alone.remove(estimate);
    }

    assertThat(item)
        .containsEntry("id", id)
        .containsKeys("operation", "status", "createdAt", "links")
        .isEqualTo(alone);
  }

  @Test
  void pages_follow_each_other_without_gap_or_overlap() {
    List<String> made = made(7);
    Collections.reverse(made);
    List<String> seen = new ArrayList<>();

    Response page = mine().queryParam("limit", 3).get("/job");
    seen.addAll(ids(page));
    while (page.path("next") != null) {
      String next = page.path("next");
      assertThat(next).startsWith(client.base() + "/job?");
      page.then().header("Link", containsString("<" + next + ">; rel=\"next\""));
      assertThat(ids(page)).hasSize(3);
      page = client.askUndescribed().urlEncodingEnabled(false).get(next);
      seen.addAll(ids(page));
    }

    assertThat(seen).isEqualTo(made);
    page.then().header("Link", nullValue());
  }

  @Test
  void a_page_does_not_shift_when_new_jobs_come() {
    List<String> made = made(4);
    Response first = mine().queryParam("limit", 2).get("/job");
    made(2);

    Response second =
        client.askUndescribed().urlEncodingEnabled(false).get(first.<String>path("next"));

    assertThat(ids(second)).containsExactly(made.get(1), made.get(0));
  }

  @Test
  void a_page_that_is_just_full_is_the_last() {
    made(2);

    mine()
        .queryParam("limit", 2)
        .get("/job")
        .then()
        .body("next", nullValue())
        .body("items.size()", equalTo(2));
  }

  @Test
  void fifty_are_a_page_unless_asked() {
    made(51);

    mine().get("/job").then().body("items.size()", equalTo(50));
    mine().queryParam("limit", 200).get("/job").then().body("items.size()", equalTo(51));
  }

  @Test
  void the_status_selects() {
    List<String> made = made(2);
    client.cancel(made.get(0));

    assertThat(ids(mine().queryParam("status", "Canceled").get("/job")))
        .containsExactly(made.get(0));
    assertThat(ids(mine().queryParam("status", "NotStarted").get("/job")))
        .containsExactly(made.get(1));
    assertThat(ids(mine().queryParam("status", "Failed").get("/job"))).isEmpty();
  }

  @Test
  void the_operation_selects() {
    String id = made(1).get(0);

    assertThat(ids(mine().queryParam("operation", "simulate").get("/job"))).containsExactly(id);
    assertThat(ids(mine().queryParam("operation", "sort").get("/job"))).isEmpty();
  }

  @Test
  void labels_of_any_script_select() {
    String run = "客户" + UUID.randomUUID();
    String id =
        client.accepted(
            Map.of("operation", "simulate", "labels", Map.of("客户", run, "ग्राहक/१", "a:b")));

    assertThat(ids(client.ask().queryParam("label", "客户:" + run).get("/job"))).containsExactly(id);
    assertThat(ids(client.ask().queryParam("label", "客户:" + run, "ग्राहक/१:a:b").get("/job")))
        .containsExactly(id);
    assertThat(client.status(id).getMap("labels")).containsEntry("ग्राहक/१", "a:b");
  }

  @Test
  void a_label_is_stored_composed_and_found_in_either_form() {
    String id =
        client.accepted(
            Map.of(
                "operation",
                "simulate",
                "labels",
                Map.of("run", run, "file", "re\u0301sume\u0301")));

    assertThat(client.status(id).getMap("labels")).containsEntry("file", "r\u00E9sum\u00E9");
    for (String text : List.of("r\u00E9sum\u00E9", "re\u0301sume\u0301")) {
      assertThat(ids(mine().queryParam("label", "file:" + text).get("/job"))).containsExactly(id);
    }
  }

  @Test
  void a_label_selects_even_with_odd_letters() {
    String id =
        client.accepted(
            Map.of(
                "operation",
                "simulate",
                "startAt",
                Client.TOMORROW,
                "labels",
                Map.of("run", run, "note", "a:b c'%_\"ü")));

    assertThat(ids(mine().get("/job"))).containsExactly(id);
    assertThat(
            ids(
                client
                    .ask()
                    .queryParam("label", "note:a:b c'%_\"ü")
                    .queryParam("limit", 1)
                    .get("/job")))
        .containsExactly(id);
    assertThat(ids(client.ask().queryParam("label", "run:nobody").get("/job"))).isEmpty();
  }

  @Test
  void the_time_of_creation_selects() {
    List<String> made = made(3);
    String middle = client.status(made.get(1)).getString("createdAt");

    List<String> after = ids(mine().queryParam("createdAfter", middle).get("/job"));
    List<String> before = ids(mine().queryParam("createdBefore", middle).get("/job"));

    assertThat(after).contains(made.get(2)).doesNotContain(made.get(0));
    assertThat(before).contains(made.get(0)).doesNotContain(made.get(2));
    assertThat(ids(mine().queryParam("createdAfter", "2099-01-01T00:00:00Z").get("/job")))
        .isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "createdAfter, 0000-01-01T00:00:00+23:59, true",
    "createdAfter, 2016-12-31T23:59:60.12345678901Z, true",
    "createdAfter, 9999-12-31T23:59:59-23:59, false",
    "createdBefore, 9999-12-31T23:59:59-23:59, true",
    "createdBefore, 0000-01-01t00:00:00z, false",
  })
  void any_time_of_rfc_3339_is_compared(String name, String time, boolean listed) {
    client.accepted(Map.of("operation", "simulate", "startAt", Client.TOMORROW));

    List<String> ids =
        client.ask().queryParam(name, time).get("/job").then().extract().path("items.id");

    assertThat(ids.isEmpty()).isNotEqualTo(listed);
  }

  @ParameterizedTest
  @CsvSource({
    "limit, 0",
    "limit, 201",
    "limit, -1",
    "limit, many",
    "limit, 99999999999",
    "limit, ''",
    "status, Done",
    "status, succeeded",
    "createdAfter, yesterday",
    "createdBefore, 2026-13-01T00:00:00Z",
    "label, :novalue",
    "sort, createdAt",
    "sort, finishedAt",
    "counts, yes",
    "text, ' '",
    "group, nobody",
    "node, 1",
    "finishedAfter, now",
    "cursor, garbage",
    "cursor, '%00'",
    "cursor, AAAA",
    "status, ','",
    "createdAfter, +999999999-12-31T23:59:59Z",
    "createdBefore, -999999999-01-01T00:00:00Z",
    "cursor, Kzk5OTk5OTk5OS0xMi0zMVQyMzo1OTo1OVogMDE5MGExYjItMDAwMC03MDAwLTgwMDAtMDAwMDAwMDAwMDAw",
    "cursor, MjAyNi0xMi0wMVQwMDowMDowMFogMDE5MGExYjItMDAwMC03MDAwLTgwMDAtMDAwMDAwMDAwMDAwIGp1bms",
  })
  void a_parameter_that_makes_no_sense_is_refused(String name, String value) {
    client.askWrongly().queryParam(name, value).get("/job").then().spec(problem(400));
  }

  @ParameterizedTest
  @ValueSource(strings = {"operation", "createdAfter", "createdBefore", "limit", "cursor"})
  void a_parameter_that_is_there_twice_is_refused_unless_all_may_hold(String name) {
    client.askWrongly().queryParam(name, "1", "2").get("/job").then().spec(problem(400));
  }

  private RequestSpecification mine() {
    return client.ask().queryParam("label", "run:" + run);
  }

  private List<String> made(int count) {
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      ids.add(
          client.accepted(
              Map.of(
                  "operation",
                  "simulate",
                  "startAt",
                  Client.TOMORROW,
                  "labels",
                  Map.of("run", run))));
    }
    return ids;
  }

  private static List<String> ids(Response page) {
    return page.then().statusCode(200).extract().path("items.id");
  }
}
