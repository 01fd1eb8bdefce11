package org.meanwhile.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;
import static org.meanwhile.contract.support.Problems.problem;

import io.restassured.builder.MultiPartSpecBuilder;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
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
import org.meanwhile.contract.support.Client;
import org.meanwhile.contract.support.SharedServer;

/** The operation {@code group}: many jobs at once. */
@Execution(ExecutionMode.SAME_THREAD)
@ExtendWith(SharedServer.class)
class GroupIT {
  private static final String NDJSON = "application/x-ndjson";

  private final Client client;

  GroupIT(Client client) {
    this.client = client;
  }

  @Test
  void a_group_ends_with_its_last_member_and_tells_what_became_of_each() {
    String group =
        group(
            "never", simulate(Map.of("outputBytes", 10)), failing(), simulate(Map.of("steps", 2)));

    JsonPath document = client.awaitEnd(group);

    assertThat(document.getString("status")).isEqualTo("Succeeded");
    assertThat(document.getMap("progress"))
        .containsEntry("done", 3)
        .containsEntry("total", 3)
        .containsEntry("unit", "jobs");
    assertThat(document.getMap("members"))
        .isEqualTo(
            Map.of("NotStarted", 0, "Running", 0, "Succeeded", 2, "Failed", 1, "Canceled", 0));
    client.poll(group).then().statusCode(303);
    List<JsonPath> lines = lines(group);
    assertThat(lines)
        .extracting(line -> line.getString("status"))
        .containsExactly("Succeeded", "Failed", "Succeeded");
    JsonPath first = lines.get(0);
    assertThat(first.getLong("size")).isEqualTo(10);
    assertThat(first.getString("sha256")).hasSize(64);
    JsonPath member = client.status(first.getString("id"));
    assertThat(first.getString("resourceLocation")).isEqualTo(member.getString("resourceLocation"));
    assertThat(member.getString("group")).isEqualTo(group);
    assertThat(member.getString("links.group")).endsWith("/job/" + group);
    assertThat(lines.get(1).getString("error.code")).isNotEmpty();
    assertThat(lines.get(1).getString("size")).isNull();
  }

  @Test
  void a_file_has_a_job_in_each_line() {
    String group =
        client
            .upload()
            .multiPart("job", "{\"operation\":\"group\"}", "application/json")
            .multiPart(
                new MultiPartSpecBuilder(ndjson(20))
                    .controlName("file")
                    .fileName("jobs.ndjson")
                    .mimeType(NDJSON)
                    .build())
            .post("/job")
            .then()
            .statusCode(202)
            .body("members.NotStarted", equalTo(20))
            .extract()
            .path("id");

    assertThat(client.awaitEnd(group).getInt("members.Succeeded")).isEqualTo(20);
    assertThat(lines(group)).hasSize(20);
  }

  @Test
  void the_body_may_be_the_file() {
    String key = UUID.randomUUID().toString();
    Response first = bare(ndjson(5) + "\n\n", key);
    Response again = bare(ndjson(5) + "\n\n", key);

    first.then().statusCode(202);
    again.then().statusCode(202);
    assertThat(again.<String>path("id")).isEqualTo(first.path("id"));
    String group = first.path("id");
    assertThat(client.awaitEnd(group).getInt("members.Succeeded")).isEqualTo(5);
    bare(ndjson(6), key).then().spec(problem(422, "idempotency-key-reused"));
  }

  @Test
  void the_operation_of_a_bare_file_is_named_once() {
    client
        .askUndescribed()
        .contentType(NDJSON)
        .body(ndjson(1).getBytes(StandardCharsets.UTF_8))
        .post("/job?operation=group&operation=group")
        .then()
        .spec(problem(400, "invalid-request"))
        .body("errors.pointer", hasItem("/operation"));
  }

  private Response bare(String lines, String key) {
    return client
        .askUndescribed()
        .contentType(NDJSON)
        .header("Idempotency-Key", key)
        .body(lines.getBytes(StandardCharsets.UTF_8))
        .post("/job?operation=group");
  }

  @Test
  void members_inherit_what_they_do_not_name() {
    Map<String, Object> request = new HashMap<>(request("never", Map.of("operation", "simulate")));
    Map<String, Object> own =
        Map.of("operation", "simulate", "priority", 7, "labels", Map.of("own", "y"));
    request.put("input", Map.of("jobs", List.of(Map.of("operation", "simulate"), own)));
    request.put("labels", Map.of("team", "ops"));
    request.put("priority", 3);
    request.put("startAt", Client.TOMORROW);
    request.put("retain", "PT2H");
    request.put("timeout", "PT3M");

    String group = client.accepted(request);

    List<JsonPath> members = members(group);
    assertThat(members)
        .allSatisfy(
            member -> {
              assertThat(member.getString("startAt")).isEqualTo(Client.TOMORROW);
              assertThat(member.getString("retain")).isEqualTo("PT2H");
              assertThat(member.getString("timeout")).isEqualTo("PT3M");
              assertThat(member.getMap("labels")).containsEntry("team", "ops");
            });
    assertThat(members)
        .extracting(member -> member.getInt("priority"))
        .containsExactlyInAnyOrder(3, 7);
    assertThat(client.status(group).getString("status")).isEqualTo("NotStarted");
    client.ask().delete("/job/{id}", group).then().statusCode(200);
  }

  @Test
  void who_cancels_a_group_cancels_all_its_members() {
    Map<String, Object> request = new HashMap<>(request("never", simulate(Map.of())));
    request.put("startAt", Client.TOMORROW);
    String waiting = client.accepted(request);
    String running = group("never", simulate(Map.of("duration", "PT10M")));
    client.await(running, document -> document.getString("status").equals("Running"));
    List<String> ids = new ArrayList<>(ids(waiting));
    ids.addAll(ids(running));

    client.ask().delete("/job/{id}", waiting).then().statusCode(200);
    client.ask().delete("/job/{id}", running).then().statusCode(200);

    ids.forEach(id -> assertThat(client.awaitEnd(id).getString("status")).isEqualTo("Canceled"));
    assertThat(client.awaitEnd(running).getString("status")).isEqualTo("Canceled");
    client.poll(running).then().spec(problem(410, "job-canceled"));
    client.await(running, document -> document.getInt("members.Canceled") == 1);
  }

  @Test
  void the_first_failure_cancels_the_rest() {
    String group = group("failure", failing(), simulate(Map.of("duration", "PT10M")));

    JsonPath document = client.awaitEnd(group);

    assertThat(document.getString("status")).isEqualTo("Failed");
    assertThat(document.getString("error.code")).isEqualTo("children-failed");
    assertThat(client.status(document.getString("error.job")).getString("status"))
        .isEqualTo("Failed");
    assertThat(document.getInt("members.Canceled")).isOne();
  }

  @Test
  void the_first_success_cancels_the_rest() {
    String group = group("success", simulate(Map.of()), simulate(Map.of("duration", "PT10M")));

    JsonPath document = client.awaitEnd(group);

    assertThat(document.getString("status")).isEqualTo("Succeeded");
    assertThat(document.getInt("members.Succeeded")).isOne();
    assertThat(document.getInt("members.Canceled")).isOne();
  }

  @Test
  void a_member_waits_for_earlier_ones() {
    String parent = UUID.randomUUID().toString();
    Map<String, ?> first =
        Map.of(
            "operation",
            "simulate",
            "id",
            parent,
            "input",
            Map.of("failAtStep", 1, "failure", "permanent"));
    Map<String, ?> second =
        Map.of("operation", "simulate", "after", List.of(Map.of("job", parent)));

    String group = group("never", first, second);

    assertThat(client.awaitEnd(group).getInt("members.Failed")).isEqualTo(2);
    List<JsonPath> lines = lines(group);
    assertThat(lines.get(0).getString("id")).isEqualTo(parent);
    assertThat(lines.get(1).getString("error.code")).isEqualTo("dependency-failed");
    assertThat(lines.get(1).getString("error.job")).isEqualTo(parent);
  }

  @Test
  void all_or_none_are_stored() {
    String taken = client.accepted(Map.of("operation", "simulate"));
    String other = UUID.randomUUID().toString();

    request(
            List.of(
                Map.of("operation", "simulate", "id", other),
                Map.of("operation", "simulate", "id", taken)))
        .then()
        .spec(problem(409, "different-request"));

    client.askWrongly().get("/job/{id}", other).then().statusCode(404);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'jobs':[]} | /input/jobs",
        "{} | /input/jobs",
        "{'jobs':[{'operation':'simulate'}],'stopOn':'x'} | /input/stopOn",
        "{'jobs':[{'operation':'simulate'},{'operation':'simulate','input':{'steps':-1}}]}"
            + " | /input/jobs/1/input/steps",
        "{'jobs':[{'operation':'simulate','priority':'x'}]} | /input/jobs/0/priority",
        "{'jobs':[{'operation':'simulate','more':1}]} | /input/jobs/0/more",
        "{'jobs':[{'operation':'group','input':{'jobs':[{'operation':'simulate'}]}}]}"
            + " | /input/jobs/0/operation",
        "{'jobs':[{'operation':'sort'}]} | /input/jobs/0/file",
        "{'jobs':[{'operation':'simulate','id':'x'}]} | /input/jobs/0/id",
        "{'jobs':[{'operation':'simulate','id':'0199c3a5-7f0e-7c3b-9d57-2f6c1a8e4b10'},"
            + "{'operation':'simulate','id':'0199c3a5-7f0e-7c3b-9d57-2f6c1a8e4b10'}]}"
            + " | /input/jobs/1/id",
      })
  void what_is_wrong_with_a_member_is_told_with_its_place(String input, String pointer) {
    client
        .askWrongly()
        .contentType(ContentType.JSON)
        .body("{\"operation\":\"group\",\"input\":" + input.replace('\'', '"') + "}")
        .post("/job")
        .then()
        .spec(problem(400, "invalid-request"))
        .body("errors.pointer", hasItem(pointer));
  }

  @Test
  void what_is_wrong_with_a_line_is_told_with_its_number() {
    String lines =
        ndjson(1) + "\n\n{\"operation\":\"simulate\",\"input\":{\"steps\":-1}}\nnot json";

    bare(lines, UUID.randomUUID().toString())
        .then()
        .spec(problem(400, "invalid-request"))
        .body("errors.pointer", equalTo(List.of("line 3", "line 4")));
  }

  @Test
  void at_most_a_hundred_violations_are_told() {
    String lines =
        IntStream.range(0, 300)
            .mapToObj(i -> "{\"operation\":\"simulate\",\"x\":1}")
            .collect(Collectors.joining("\n"));

    bare(lines, UUID.randomUUID().toString()).then().body("errors", hasSize(100));
  }

  @Test
  void an_unknown_operation_of_a_member_is_told_as_that_of_a_job() {
    request(List.of(Map.of("operation", "no-such")))
        .then()
        .spec(problem(400, "unknown-operation"))
        .body("errors.pointer", hasItem("/input/jobs/0"));
  }

  @Test
  void a_group_may_be_validated_only() {
    client
        .askUndescribed()
        .contentType(NDJSON)
        .body(ndjson(3).getBytes(StandardCharsets.UTF_8))
        .post("/job?operation=group&validate-only=true")
        .then()
        .statusCode(200)
        .body("valid", equalTo(true));
  }

  @Test
  void a_group_is_run_again_with_all_its_members() {
    String first = bare(ndjson(2), UUID.randomUUID().toString()).path("id");
    client.awaitEnd(first);

    String again =
        client
            .askUndescribed()
            .post("/job/{id}/rerun", first)
            .then()
            .statusCode(202)
            .extract()
            .path("id");

    JsonPath document = client.awaitEnd(again);
    assertThat(document.getString("rerunOf")).isEqualTo(first);
    assertThat(document.getInt("members.Succeeded")).isEqualTo(2);
  }

  @Test
  void the_input_of_a_group_tells_no_secrets_of_its_members() {
    Map<String, ?> member =
        Map.of(
            "operation",
            "simulate",
            "startAt",
            Client.TOMORROW,
            "callback",
            Map.of(
                "url",
                "https://93.184.216.34/",
                "secret",
                "whsec_MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE="));
    String group = group("never", member);

    client
        .ask()
        .get("/job/{id}/input", group)
        .then()
        .statusCode(200)
        .body("jobs[0].callback.url", equalTo("https://93.184.216.34/"))
        .body("jobs[0].callback.secret", nullValue());
  }

  @Test
  void priority_and_suspension_are_changed_of_members() {
    Map<String, Object> request = new HashMap<>(request("never", simulate(Map.of())));
    request.put("startAt", Client.TOMORROW);
    String group = client.accepted(request);

    patch(group, "{\"suspended\":true}").then().spec(problem(409, "wrong-state"));
    patch(group, "{\"labels\":{\"x\":\"y\"}}").then().statusCode(200);
    client.ask().delete("/job/{id}", group).then().statusCode(200);
  }

  private Response patch(String id, String body) {
    return client
        .askWrongly()
        .contentType("application/merge-patch+json")
        .body(body)
        .patch("/job/{id}", id);
  }

  private String group(String stopOn, Map<?, ?>... members) {
    return request(request(stopOn, members)).then().statusCode(202).extract().path("id");
  }

  private static Map<String, Object> request(String stopOn, Map<?, ?>... members) {
    return Map.of(
        "operation", "group", "input", Map.of("jobs", List.of(members), "stopOn", stopOn));
  }

  private Response request(List<Map<String, ?>> members) {
    return request(Map.of("operation", "group", "input", Map.of("jobs", members)));
  }

  private Response request(Map<String, ?> group) {
    return client.askWrongly().contentType(ContentType.JSON).body(group).post("/job");
  }

  private static Map<String, ?> simulate(Map<String, ?> input) {
    return Map.of("operation", "simulate", "input", input);
  }

  private static Map<String, ?> failing() {
    return simulate(Map.of("failAtStep", 1, "failure", "permanent"));
  }

  private static String ndjson(int jobs) {
    return IntStream.range(0, jobs)
        .mapToObj(i -> "{\"operation\":\"simulate\",\"labels\":{\"line\":\"" + i + "\"}}")
        .collect(Collectors.joining("\n"));
  }

  private List<String> ids(String group) {
    return client
        .ask()
        .queryParam("group", group)
        .get("/job")
        .then()
        .statusCode(200)
        .extract()
        .path("items.id");
  }

  private List<JsonPath> members(String group) {
    return ids(group).stream().map(client::status).toList();
  }

  private List<JsonPath> lines(String group) {
    return client
        .output(group)
        .then()
        .statusCode(200)
        .extract()
        .asString()
        .lines()
        .map(JsonPath::new)
        .toList();
  }
}
