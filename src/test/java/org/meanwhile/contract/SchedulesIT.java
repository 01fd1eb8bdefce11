package org.meanwhile.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;
import static org.meanwhile.contract.support.Problems.problem;

import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.meanwhile.contract.support.Client;
import org.meanwhile.contract.support.Metric;
import org.meanwhile.contract.support.OperatedServer;

/** Jobs on the clock. */
@Execution(ExecutionMode.SAME_THREAD)
@ResourceLock("operated")
@ExtendWith(OperatedServer.class)
class SchedulesIT {
  private static final Map<String, Object> LONG =
      Map.of("operation", "simulate", "input", Map.of("duration", "PT10M"));
  private static final Map<String, Object> SHORT = Map.of("operation", "simulate");

  private static OperatedServer.Operated operated;
  private static Client alice;

  @BeforeAll
  static void start(OperatedServer.Operated shared) {
    operated = shared;
    alice = shared.client("annie", "submitter");
  }

  private static Map<String, Object> nightly(String member, Object value) {
    Map<String, Object> schedule = new HashMap<>(Map.of("cron", "0 2 * * *", "job", SHORT));
    schedule.put(member, value);
    return schedule;
  }

  private static Response put(Client client, String name, Map<String, ?> schedule) {
    return client
        .askWrongly()
        .contentType(ContentType.JSON)
        .body(schedule)
        .put("/schedule/{name}", name);
  }

  private static Response get(Client client, String name) {
    return client.ask().get("/schedule/{name}", name);
  }

  private static Response run(Client client, String name) {
    return client.ask().post("/schedule/{name}/run", name);
  }

  private static JsonPath await(Client client, String name, String member) {
    return Awaitility.await(name + " has " + member)
        .atMost(Duration.ofSeconds(90))
        .pollInterval(Duration.ofMillis(200))
        .until(() -> get(client, name).jsonPath(), document -> document.get(member) != null);
  }

  @Test
  void it_is_created_told_replaced_and_deleted() {
    Response created = put(alice, "told", nightly("zone", "Europe/Berlin"));
    created
        .then()
        .statusCode(201)
        .header("Location", endsWith("/schedule/told"))
        .header("ETag", startsWith("W/\"1-"))
        .body("name", equalTo("told"))
        .body("version", equalTo(1))
        .body("cron", equalTo("0 2 * * *"))
        .body("zone", equalTo("Europe/Berlin"))
        .body("job.operation", equalTo("simulate"))
        .body("overlap", equalTo("queue"))
        .body("catchUp", equalTo("one"))
        .body("paused", equalTo(false))
        .body("next", hasSize(5))
        .body("lastFireAt", nullValue());
    List<Instant> next =
        created.jsonPath().getList("next", String.class).stream().map(Instant::parse).toList();
    assertThat(next).isSorted().doesNotHaveDuplicates();
    assertThat(next.get(0)).isAfter(Instant.now().minusSeconds(60));
    get(alice, "told").then().statusCode(200).header("ETag", created.header("ETag"));
    assertThat(get(alice, "told").asString()).isEqualTo(created.asString());

    put(alice, "told", nightly("paused", true))
        .then()
        .statusCode(200)
        .body("version", equalTo(2))
        .body("zone", equalTo("UTC"))
        .body("paused", equalTo(true))
        .body("next", hasSize(5));
    alice.ask().get("/schedule").then().statusCode(200).body("items.name", hasItem("told"));
    alice.ask().delete("/schedule/told").then().statusCode(204);
    get(alice, "told").then().spec(problem(404, "unknown-schedule"));
    alice.ask().delete("/schedule/told").then().spec(problem(404, "unknown-schedule"));
    run(alice, "told").then().spec(problem(404, "unknown-schedule"));
  }

  @Test
  void conditions_hold_as_elsewhere() {
    String tag =
        alice
            .askWrongly()
            .header("If-None-Match", "*")
            .contentType(ContentType.JSON)
            .body(nightly("zone", "UTC"))
            .put("/schedule/once")
            .then()
            .statusCode(201)
            .extract()
            .header("ETag");

    alice.ask().header("If-None-Match", tag).get("/schedule/once").then().statusCode(304);
    for (Map.Entry<String, String> refused :
        Map.of("If-None-Match", "*", "If-Match", tag).entrySet()) {
      alice
          .askWrongly()
          .header(refused.getKey(), refused.getValue())
          .contentType(ContentType.JSON)
          .body(nightly("zone", "UTC"))
          .put("/schedule/once")
          .then()
          .spec(problem(412, "precondition-failed"));
    }
    alice
        .askWrongly()
        .header("If-Match", "*")
        .contentType(ContentType.JSON)
        .body(nightly("zone", "UTC"))
        .put("/schedule/never")
        .then()
        .spec(problem(412, "precondition-failed"));
    alice
        .ask()
        .header("If-Match", tag)
        .delete("/schedule/once")
        .then()
        .spec(problem(412, "precondition-failed"));
    alice.ask().header("If-Match", "*").delete("/schedule/once").then().statusCode(204);
  }

  @Test
  void names_are_the_callers_own_and_lists_have_pages() {
    Client first = operated.client("pager", "submitter");
    Client second = operated.client("pagers-boss", "operator");
    for (String name : List.of("c", "a", "b")) {
      put(first, name, nightly("zone", "UTC")).then().statusCode(201);
    }
    put(second, "a", nightly("zone", "Asia/Kathmandu")).then().statusCode(201);

    JsonPath page = first.ask().get("/schedule?limit=2").jsonPath();
    assertThat(page.getList("items.name", String.class)).containsExactly("a", "b");
    Response last = first.ask().get(page.getString("next").replace(first.base().toString(), ""));
    last.then().body("items.name", equalTo(List.of("c"))).body("next", nullValue());
    second.ask().get("/schedule").then().body("items.name", equalTo(List.of("a")));
    get(second, "a").then().body("zone", equalTo("Asia/Kathmandu"));
    get(second, "b").then().spec(problem(404, "unknown-schedule"));
    first.askWrongly().get("/schedule?limit=0").then().spec(problem(400, "invalid-request"));
    first.askWrongly().get("/schedule?order=x").then().spec(problem(400, "invalid-request"));
    first.askWrongly().get("/schedule?cursor=%20").then().spec(problem(400, "invalid-request"));
  }

  @Test
  void a_caller_has_a_limited_number() {
    Client many = operated.client("many", "submitter");
    for (int i = 0; i < OperatedServer.MAX_SCHEDULES; i++) {
      put(many, "s" + i, nightly("zone", "UTC")).then().statusCode(201);
    }

    put(many, "one-more", nightly("zone", "UTC"))
        .then()
        .spec(problem(429, "quota-exceeded"))
        .header("Retry-After", not(nullValue()));
    put(many, "s0", nightly("zone", "Europe/Berlin")).then().statusCode(200);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/cron    | {'job':{'operation':'simulate'}}",
        "/cron    | {'cron':7,'job':{'operation':'simulate'}}",
        "/cron    | {'cron':'0 2 * *','job':{'operation':'simulate'}}",
        "/cron    | {'cron':'0 0 30 2 *','job':{'operation':'simulate'}}",
        "/zone    | {'cron':'@daily','zone':'Mars/Phobos','job':{'operation':'simulate'}}",
        "/zone    | {'cron':'@daily','zone':'+02:00','job':{'operation':'simulate'}}",
        "/overlap | {'cron':'@daily','overlap':'QUEUE','job':{'operation':'simulate'}}",
        "/catchUp | {'cron':'@daily','catchUp':'all','job':{'operation':'simulate'}}",
        "/paused  | {'cron':'@daily','paused':'yes','job':{'operation':'simulate'}}",
        "/color   | {'cron':'@daily','color':1,'job':{'operation':'simulate'}}",
        "/job     | {'cron':'@daily'}",
        "/job     | {'cron':'@daily','job':[]}",
        "/job/operation   | {'cron':'@daily','job':{}}",
        "/job/input/steps | {'cron':'@daily','job':{'operation':'simulate','input':{'steps':'x'}}}",
        "/job/priority    | {'cron':'@daily','job':{'operation':'simulate','priority':999}}",
        "/job/input/steps | {'cron':'x','job':{'operation':'simulate','input':{'steps':'x'}}}",
        "/job/callback/secret | {'cron':'@daily','job':{'operation':'simulate','callback':{'url':'http://127.0.0.1:9/','secret':'x'}}}",
        "''       | [1]",
      })
  void what_cannot_be_meant_is_pointed_at_and_nothing_is_stored(String pointer, String schedule) {
    alice
        .askWrongly()
        .contentType(ContentType.JSON)
        .body(schedule.replace('\'', '"'))
        .put("/schedule/wrong")
        .then()
        .spec(problem(400, "invalid-request"))
        .body("errors.pointer", hasItem(pointer));
    get(alice, "wrong").then().statusCode(404);
  }

  @Test
  void the_job_is_refused_as_any_other_would_be() {
    put(alice, "wrong", nightly("job", Map.of("operation", "fly")))
        .then()
        .spec(problem(400, "unknown-operation"));
    put(alice, "wrong", nightly("job", Map.of("operation", "sort")))
        .then()
        .spec(problem(403, "forbidden"));
    put(
            operated.client("sara", "submitter,sorters"),
            "wrong",
            nightly("job", Map.of("operation", "sort")))
        .then()
        .spec(problem(400, "invalid-request"))
        .body("errors.pointer", equalTo(List.of("/job/operation")));
    put(
            alice,
            "wrong",
            nightly(
                "job",
                Map.of("operation", "simulate", "callback", Map.of("url", "http://10.0.0.1/"))))
        .then()
        .spec(problem(400, "callback-refused"));
    alice
        .askWrongly()
        .contentType("text/plain")
        .body("0 2 * * *")
        .put("/schedule/wrong")
        .then()
        .spec(problem(415, "unsupported-media-type"));
    put(alice, "no name", nightly("zone", "UTC"))
        .then()
        .spec(problem(400, "invalid-request"))
        .body("errors.pointer", hasItem("/name"));
    put(alice, "x".repeat(65), nightly("zone", "UTC")).then().statusCode(400);
  }

  @Test
  void the_secret_of_the_callback_is_not_told_again() {
    String secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    Map<String, Object> job =
        Map.of(
            "operation",
            "simulate",
            "callback",
            Map.of("url", "http://127.0.0.1:9/", "secret", secret));

    put(alice, "secret", nightly("job", job))
        .then()
        .statusCode(201)
        .body(not(containsString("whsec")))
        .body("job.callback.url", equalTo("http://127.0.0.1:9/"));
    get(alice, "secret").then().body(not(containsString("whsec")));
    alice.ask().get("/schedule").then().body(not(containsString("whsec")));
    run(alice, "secret").then().statusCode(202);
    alice.ask().delete("/schedule/secret").then().statusCode(204);
  }

  @Test
  void a_job_is_made_at_once_while_it_is_paused_and_stays_when_it_is_deleted() {
    put(alice, "now", nightly("paused", true)).then().statusCode(201);

    Response made = run(alice, "now");
    String id = made.then().statusCode(202).extract().path("id");

    made.then()
        .header("Location", endsWith("/job/" + id))
        .header("Operation-Location", endsWith("/job/" + id + "/status"))
        .body("schedule", equalTo("now"));
    assertThat(alice.awaitEnd(id).getString("schedule")).isEqualTo("now");
    alice
        .ask()
        .header("Prefer", "wait=30")
        .post("/schedule/now/run")
        .then()
        .statusCode(303)
        .header("Location", startsWith(alice.base().toString()));
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      ids.add(
          alice
              .ask()
              .header("Idempotency-Key", "once")
              .post("/schedule/now/run")
              .then()
              .statusCode(202)
              .extract()
              .path("id"));
    }
    assertThat(ids.get(0)).isEqualTo(ids.get(1)).isNotEqualTo(id);
    alice.ask().delete("/schedule/now").then().statusCode(204);
    assertThat(alice.status(id).getString("status")).isEqualTo("Succeeded");
  }

  @Test
  void it_fires_once_a_minute_as_its_overlap_says() {
    Client queue = operated.client("quentin", "submitter");
    Client skip = operated.client("skipper", "submitter");
    Client cancel = operated.client("carl", "submitter");
    Client refused = operated.client("rita", "submitter");
    double made = Metric.of("meanwhile_schedule_fires_total").read(operator());
    put(queue, "s", each("queue", SHORT)).then().statusCode(201);
    put(skip, "s", each("skip", LONG)).then().statusCode(201);
    put(cancel, "s", each("cancel", LONG)).then().statusCode(201);
    put(refused, "s", each("queue", SHORT)).then().statusCode(201);
    run(skip, "s").then().statusCode(202);
    String earlier = run(cancel, "s").then().statusCode(202).extract().path("id");
    List<String> filling = new ArrayList<>();
    for (int i = 0; i < OperatedServer.MAX_UNFINISHED; i++) {
      filling.add(refused.accepted(Map.of("operation", "simulate", "startAt", Client.TOMORROW)));
    }

    JsonPath fired = await(queue, "s", "lastFireAt");
    Instant at = Instant.parse(fired.getString("lastFireAt"));
    String job = fired.getString("lastJob").replaceAll(".*/", "");
    assertThat(at.getEpochSecond() % 60).isZero();
    assertThat(queue.awaitEnd(job).getString("schedule")).isEqualTo("s");
    assertThat(Instant.parse(queue.status(job).getString("createdAt"))).isAfterOrEqualTo(at);
    assertThat(await(skip, "s", "lastPassedOverAt").getString("lastFireAt")).isNull();
    assertThat(await(cancel, "s", "lastFireAt").getString("lastJob")).doesNotContain(earlier);
    cancel.await(earlier, status -> status.getString("status").equals("Canceled"));
    JsonPath problem = await(refused, "s", "lastProblem");
    assertThat(problem.getString("lastProblem.type")).endsWith("/problem/quota-exceeded");
    assertThat(problem.getInt("lastProblem.status")).isEqualTo(429);
    assertThat(problem.getString("lastFireAt")).isNull();
    filling.forEach(refused::cancel);
    JsonPath made2 = await(refused, "s", "lastFireAt");
    assertThat(made2.getString("lastProblem.type")).endsWith("/problem/quota-exceeded");
    assertThat(Metric.of("meanwhile_schedule_fires_total").read(operator()))
        .isGreaterThan(made + 3);

    List<Map<String, Object>> jobs = queue.ask().get("/job").jsonPath().getList("items");
    assertThat(jobs).extracting(each -> each.get("id")).doesNotHaveDuplicates().contains(job);
    for (Client client : List.of(queue, skip, cancel, refused)) {
      client.ask().delete("/schedule/s").then().statusCode(204);
      List<String> left = client.ask().get("/job?status=Running").jsonPath().getList("items.id");
      left.forEach(client::cancel);
    }
  }

  private static Client operator() {
    return operated.client("oscar", "operator");
  }

  private static Map<String, Object> each(String overlap, Map<String, Object> job) {
    return Map.of("cron", "* * * * *", "overlap", overlap, "job", job);
  }

  @Test
  void what_is_done_to_it_is_audited() {
    put(alice, "audited", nightly("zone", "UTC"));
    run(alice, "audited");
    alice.ask().delete("/schedule/audited");

    for (String event : List.of("schedule_put", "schedule_run", "schedule_deleted")) {
      assertThat(
              operated
                  .server()
                  .logLines(line -> line.contains("\"" + event + "\"") && line.contains("audited")))
          .hasSize(1)
          .allMatch(line -> line.contains("\"annie\""));
    }
  }
}
