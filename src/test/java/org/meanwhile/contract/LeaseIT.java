package org.meanwhile.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;
import static org.meanwhile.contract.support.Problems.problem;

import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.meanwhile.contract.support.Client;
import org.meanwhile.contract.support.WorkerClient;
import org.meanwhile.contract.support.WorkerClient.Lease;
import org.meanwhile.contract.support.WorkerServer;

/** {@code /lease}: how a worker elsewhere gets jobs, reports, ends them, and loses them. */
@ExtendWith(WorkerServer.class)
class LeaseIT {
  private static final String NEVER = "/lease/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

  private final Client client;
  private final WorkerClient worker;
  private final WorkerServer.WithWorkers server;

  LeaseIT(WorkerServer.WithWorkers server) {
    this.server = server;
    this.client = server.server().client();
    this.worker = new WorkerClient(client);
  }

  @BeforeEach
  void clear() {
    List.of("resize", "brief", "few", "tried", "queued").forEach(worker::clear);
  }

  private String job(String operation) {
    return client.accepted(Map.of("operation", operation));
  }

  @Test
  void a_worker_gets_a_job_reports_and_ends_it() {
    String id =
        client.accepted(
            Map.of(
                "operation", "resize",
                "input", Map.of("width", 300),
                "labels", Map.of("team", "billing")));

    Response answer = worker.ask(Map.of("operations", List.of("resize"), "worker", "gpu-3"), 30);

    answer
        .then()
        .statusCode(200)
        .header("Cache-Control", equalTo("private, no-store, no-transform"))
        .header("Preference-Applied", "wait=30");
    Lease lease = WorkerClient.all(answer).get(0);
    assertThat(lease.uri()).matches("http://[^/]*/lease/[A-Za-z0-9_-]{43}");
    assertThat(lease.job()).isEqualTo(id);
    assertThat(lease.document().getString("operation")).isEqualTo("resize");
    assertThat(lease.document().getInt("attempt")).isEqualTo(1);
    assertThat(lease.document().getMap("input").get("width")).isEqualTo(300);
    assertThat(lease.document().getMap("labels")).isEqualTo(Map.of("team", "billing"));
    assertThat(lease.document().getString("caller")).isEqualTo("local");
    assertThat(lease.document().getMap("")).doesNotContainKeys("checkpoint", "file");

    worker
        .patch(
            lease, "{\"progress\":{\"done\":1,\"total\":4,\"unit\":\"rows\"},\"message\":\"on\"}")
        .then()
        .statusCode(200)
        .body("cancelRequested", equalTo(false))
        .body("expiresAt", matchesPattern("\\d{4}-.*Z"));
    worker.patch(lease, "{\"progress\":{\"done\":2}}").then().statusCode(200);
    JsonPath running = client.status(id);
    assertThat(running.getString("status")).isEqualTo("Running");
    assertThat(running.getFloat("progress.fraction")).isEqualTo(0.5f);
    assertThat(running.getString("progress.message")).isEqualTo("on");
    worker.put(lease, bytes("small"), "text/plain", Map.of()).then().statusCode(201);
    worker.succeed(lease).then().statusCode(200).body("status", equalTo("Succeeded"));

    client.output(id).then().statusCode(200).contentType("text/plain").body(equalTo("small"));
    assertThat(client.ask().get("/job/{id}/history", id).asString()).contains("gpu-3");
  }

  @Test
  void nothing_there_is_204_at_once_or_after_the_wait() {
    assertThat(worker.leases("resize", 5)).isEmpty();
    worker
        .ask(Map.of("operations", List.of("resize")), 1)
        .then()
        .statusCode(204)
        .header("Preference-Applied", "wait=1")
        .header("Retry-After", Integer::parseInt, greaterThan(0));
  }

  @Test
  void a_worker_that_waits_gets_a_job_that_comes_later() {
    CompletableFuture<Response> held =
        CompletableFuture.supplyAsync(
            () -> worker.ask(Map.of("operations", List.of("resize", "tried")), 60));
    await().until(() -> client.askUndescribed().get("/metrics").asString(), s -> waits(s));

    String id = job("tried");

    Lease lease = WorkerClient.all(held.join()).get(0);
    assertThat(lease.job()).isEqualTo(id);
    worker.succeed(lease).then().statusCode(200);
  }

  private static boolean waits(String metrics) {
    return metrics.lines().anyMatch(line -> line.matches("meanwhile_workers_waiting.* 1(\\.0)?"));
  }

  @Test
  void jobs_go_to_those_who_ask_first_and_by_priority() {
    String low = client.accepted(Map.of("operation", "queued", "priority", 1));
    String high = client.accepted(Map.of("operation", "queued", "priority", 5));

    List<Lease> one = worker.leases("queued", 1);
    List<Lease> rest = worker.leases("queued", 10);

    assertThat(one).extracting(Lease::job).containsExactly(high);
    assertThat(rest).extracting(Lease::job).containsExactly(low);
    assertThat(worker.leases("queued", 10)).isEmpty();
    one.forEach(worker::succeed);
    rest.forEach(worker::succeed);
  }

  @Test
  void a_file_is_read_with_ranges() {
    client
        .upload()
        .multiPart("job", "{\"operation\":\"resize\"}", "application/json")
        .multiPart("file", "in.txt", bytes("0123456789"), "text/plain")
        .post("/job")
        .then()
        .statusCode(202);
    Lease lease = worker.lease("resize");

    String file = lease.document().getString("file");
    assertThat(file).isEqualTo(lease.uri() + "/file");
    client
        .ask()
        .get(file)
        .then()
        .statusCode(200)
        .contentType("text/plain")
        .header("Cache-Control", equalTo("private, no-store, no-transform"))
        .body(equalTo("0123456789"));
    client
        .ask()
        .header("Range", "bytes=2-4")
        .get(file)
        .then()
        .statusCode(206)
        .header("Content-Range", "bytes 2-4/10")
        .body(equalTo("234"));
    client.ask().head(file).then().statusCode(200).header("Content-Length", "10");
    worker.succeed(lease).then().statusCode(200);
  }

  @Test
  void an_operation_of_workers_is_in_the_catalogue() {
    client
        .ask()
        .get("/operation/{name}", "resize")
        .then()
        .statusCode(200)
        .body("title", equalTo("Resize a picture"))
        .body("takes", hasItem("*/*"))
        .body("fileRequired", equalTo(false))
        .body("maxAttempts", equalTo(3))
        .body("inputSchema.properties.width.type", equalTo("integer"));
    client
        .post(Map.of("operation", "resize", "input", Map.of("width", "wide")))
        .then()
        .spec(problem(400, "invalid-request"))
        .body("errors.pointer", hasItem("/input/width"));
    client.ask().get("/operation/{name}", "grow").then().body("appendOnly", equalTo(true));
  }

  @Test
  void a_job_without_a_worker_says_so() {
    String id = job("lonely");

    assertThat(client.status(id).getList("waitingFor.kind")).containsExactly("worker");
    assertThat(client.status(id).getMap("")).doesNotContainKey("queuePosition");
    Lease lease = worker.lease("lonely");
    worker.patch(lease, "{}").then().statusCode(200);
    assertThat(client.status(id).getMap("")).doesNotContainKey("waitingFor");
    worker.succeed(lease).then().statusCode(200);
    String next = job("lonely");
    assertThat(client.status(next).getMap("")).doesNotContainKey("waitingFor");
    worker.clear("lonely");
  }

  @Test
  void who_asks_at_once_after_another_worker_is_a_worker_as_well() {
    String before = job("hurried");
    assertThat(client.status(before).getList("waitingFor.kind")).containsExactly("worker");

    worker.leases("resize", 1);
    Lease lease = worker.leases("hurried", 1).get(0);

    assertThat(lease.job()).isEqualTo(before);
    assertThat(client.status(job("hurried")).getMap("")).doesNotContainKey("waitingFor");
    worker.succeed(lease).then().statusCode(200);
    worker.clear("hurried");
  }

  @Test
  void what_a_worker_has_done_is_in_the_next_poll() {
    String id = job("resize");
    assertThat(client.status(id).getString("status")).isEqualTo("NotStarted");

    Lease lease = worker.leases("resize", 1).get(0);

    assertThat(client.status(id).getString("status")).isEqualTo("Running");
    worker.patch(lease, "{\"progress\":{\"done\":3}}").then().statusCode(200);
    assertThat(client.status(id).getInt("progress.done")).isEqualTo(3);
    worker.patch(lease, "{\"message\":\"four\"}").then().statusCode(200);
    assertThat(client.status(id).getString("progress.message")).isEqualTo("four");
    worker.handBack(lease).then().statusCode(200);
    assertThat(client.status(id).getString("status")).isEqualTo("NotStarted");
  }

  @Test
  void leases_of_an_operation_are_bounded() {
    for (int i = 0; i < 3; i++) {
      job("few");
    }

    List<Lease> leased = worker.leases("few", 10);
    leased.forEach(lease -> worker.patch(lease, "{}").then().statusCode(200));

    assertThat(leased).hasSize(2);
    assertThat(worker.leases("few", 10)).isEmpty();
    worker.succeed(leased.get(0)).then().statusCode(200);
    assertThat(worker.lease("few").job()).isNotEqualTo(leased.get(1).job());
    worker.succeed(leased.get(1)).then().statusCode(200);
  }

  @Test
  void jobs_of_a_paused_operation_are_not_leased() {
    String id = job("halted");
    pause(true);
    try {
      assertThat(worker.leases("halted", 1)).isEmpty();
      assertThat(client.status(id).getList("waitingFor.kind")).contains("operation-paused");
    } finally {
      pause(false);
    }
    worker.succeed(worker.lease("halted")).then().statusCode(200);
  }

  private void pause(boolean paused) {
    client
        .ask()
        .contentType("application/merge-patch+json")
        .body("{\"paused\":" + paused + "}")
        .patch("/operation/halted")
        .then()
        .statusCode(200);
  }

  @Test
  void the_same_end_again_is_the_same_and_another_is_not() {
    String id = job("resize");
    Lease lease = worker.lease("resize");

    worker.succeed(lease).then().statusCode(200).body("status", equalTo("Succeeded"));
    worker.succeed(lease).then().statusCode(200).body("status", equalTo("Succeeded"));
    worker
        .end(lease, Map.of("outcome", "failed"))
        .then()
        .spec(problem(409, "wrong-state"))
        .body("job.status", equalTo("Succeeded"));
    client
        .askUndescribed()
        .get("/job/{id}/output", id)
        .then()
        .statusCode(200)
        .header("Content-Length", "0");
  }

  @Test
  void a_failure_is_told_to_the_caller_of_the_job() {
    String id = job("tried");
    Lease lease = worker.lease("tried");

    worker
        .end(
            lease,
            Map.of(
                "outcome", "failed", "error", Map.of("code", "no-film", "message", "out of film")))
        .then()
        .statusCode(200)
        .body("status", equalTo("Failed"))
        .body("error.code", equalTo("no-film"))
        .body("error.message", equalTo("out of film"));
    client.ask().get("/job/{id}/output", id).then().spec(problem(404, "no-output"));
  }

  @Test
  void any_word_is_a_code_and_null_is_nothing() {
    String id = job("shot");
    String end =
        "{\"outcome\":\"failed\",\"retry\":null,\"error\":{\"code\":\"E_42 No Film\",\"message\":null}}";
    Lease lease = worker.lease("shot");
    endInWords(lease, end).body("error.code", equalTo("e-42-no-film"));
    String done = job("shot");
    endInWords(worker.lease("shot"), "{\"outcome\":\"succeeded\",\"error\":null}");
    assertThat(client.status(done).getString("status")).isEqualTo("Succeeded");
    assertThat(client.status(id).getString("error.type")).isEqualTo("/problem/e-42-no-film");
  }

  private ValidatableResponse endInWords(Lease lease, String end) {
    return client
        .askWrongly()
        .contentType(ContentType.JSON)
        .body(end)
        .post(lease.uri() + "/end")
        .then()
        .statusCode(200);
  }

  @Test
  void a_failure_that_may_pass_is_tried_again_with_the_checkpoint_as_often_as_may_be() {
    String id = job("tried");
    Map<String, ?> again =
        Map.of("outcome", "failed", "retry", true, "error", Map.of("code", "busy"));
    Lease first = worker.lease("tried");
    worker.patch(first, "{\"checkpoint\":\"" + base64("half") + "\"}").then().statusCode(200);
    worker.end(first, again).then().statusCode(200).body("status", equalTo("NotStarted"));

    Lease second = worker.lease("tried");

    assertThat(second.document().getInt("attempt")).isEqualTo(2);
    assertThat(second.document().getString("checkpoint")).isEqualTo(base64("half"));
    worker.end(second, again).then().statusCode(200).body("status", equalTo("Failed"));
    assertThat(client.status(id).getString("error.code")).isEqualTo("busy");
    worker.end(first, again).then().statusCode(200);
  }

  @Test
  void a_job_that_is_handed_back_goes_to_the_next_worker_and_this_was_no_attempt() {
    String id = job("resize");
    Lease first = worker.lease("resize");

    worker.handBack(first).then().statusCode(200).body("status", equalTo("NotStarted"));
    worker.handBack(first).then().spec(problem(409, "lease-lost"));

    Lease second = worker.lease("resize");
    assertThat(second.job()).isEqualTo(id);
    assertThat(second.document().getInt("attempt")).isEqualTo(1);
    worker.succeed(first).then().spec(problem(409, "lease-lost"));
    worker.succeed(second).then().statusCode(200);
  }

  @Test
  void a_lease_that_is_not_renewed_is_lost_and_another_worker_has_the_job() {
    String id = job("brief");
    Lease first = worker.lease("brief");
    worker.patch(first, "{\"checkpoint\":\"" + base64("x") + "\"}").then().statusCode(200);

    Lease second = worker.lease("brief");

    assertThat(second.job()).isEqualTo(id);
    assertThat(second.document().getInt("attempt")).isEqualTo(1);
    assertThat(second.document().getString("checkpoint")).isEqualTo(base64("x"));
    lost(first);
    client
        .ask()
        .get("/job/{id}/history", id)
        .then()
        .body("attempts.outcome", hasItem("crashed"))
        .body("attempts.node", hasItem("tester"));
  }

  /** Each method tells that the lease is over. */
  private void lost(Lease lease) {
    worker.patch(lease, "{}").then().spec(problem(409, "lease-lost"));
    worker.put(lease, bytes("late"), "text/plain", Map.of()).then().statusCode(409);
    worker.append(lease, 0, bytes("late")).then().spec(problem(409, "lease-lost"));
    client.ask().head(lease.uri() + "/output").then().statusCode(409);
    client.ask().get(lease.uri() + "/file").then().spec(problem(409, "lease-lost"));
    worker.log(lease, "late\n").then().spec(problem(409, "lease-lost"));
    worker.succeed(lease).then().spec(problem(409, "lease-lost"));
    worker.handBack(lease).then().spec(problem(409, "lease-lost"));
  }

  @Test
  void a_lease_that_is_not_used_is_given_back_without_counting() {
    String id = job("resize");
    Lease unused = worker.lease("resize");

    Lease next = worker.lease("resize");

    assertThat(next.job()).isEqualTo(id);
    worker.patch(unused, "{}").then().spec(problem(409, "lease-lost"));
    client
        .ask()
        .get("/job/{id}/history", id)
        .then()
        .body("attempts.outcome", hasItem("handed-back"));
    worker.succeed(next).then().statusCode(200);
  }

  @Test
  void a_lease_that_never_was_is_unknown_to_every_method() {
    Lease never = new Lease(client.base() + NEVER, null);

    worker.patch(never, "{}").then().spec(problem(404, "unknown-lease"));
    worker.put(never, bytes("x"), "text/plain", Map.of()).then().statusCode(404);
    worker.append(never, 0, bytes("x")).then().spec(problem(404, "unknown-lease"));
    client.ask().head(never.uri() + "/output").then().statusCode(404);
    client.ask().get(never.uri() + "/file").then().spec(problem(404, "unknown-lease"));
    worker.log(never, "x").then().spec(problem(404, "unknown-lease"));
    worker.succeed(never).then().spec(problem(404, "unknown-lease"));
    worker.handBack(never).then().spec(problem(404, "unknown-lease"));
    client.askWrongly().delete("/lease/short").then().spec(problem(404, "unknown-lease"));
    client.askWrongly().get(never.uri()).then().spec(problem(405, "method-not-allowed"));
  }

  @Test
  void a_job_that_is_canceled_says_so_and_only_its_end_counts() {
    String id = job("resize");
    Lease lease = worker.lease("resize");
    worker.patch(lease, "{}").then().statusCode(200);

    client
        .cancel(id)
        .then()
        .statusCode(200)
        .body("status", equalTo("Running"))
        .body("cancelRequested", equalTo(true));

    worker
        .patch(lease, "{\"message\":\"on\"}")
        .then()
        .statusCode(200)
        .body("cancelRequested", equalTo(true));
    worker
        .log(lease, "stopping\n")
        .then()
        .spec(problem(409, "wrong-state"))
        .body("job.cancelRequested", equalTo(true));
    worker.put(lease, bytes("x"), "text/plain", Map.of()).then().statusCode(409);
    worker.succeed(lease).then().statusCode(200).body("status", equalTo("Canceled"));
    worker.succeed(lease).then().statusCode(200).body("status", equalTo("Canceled"));
    assertThat(client.status(id).getMap("")).doesNotContainKeys("progress", "output");
  }

  @Test
  void a_canceled_job_may_be_handed_back() {
    String id = job("resize");
    Lease lease = worker.lease("resize");
    worker.patch(lease, "{}").then().statusCode(200);
    client.cancel(id).then().statusCode(200);

    worker.handBack(lease).then().statusCode(200).body("status", equalTo("Canceled"));
  }

  @Test
  void a_canceled_job_ends_when_its_worker_falls_silent() {
    String id = job("brief");
    Lease lease = worker.lease("brief");
    worker.patch(lease, "{}");
    client.cancel(id).then().statusCode(200);

    assertThat(client.awaitEnd(id).getString("status")).isEqualTo("Canceled");
    worker.patch(lease, "{}").then().spec(problem(409, "lease-lost"));
  }

  @Test
  void an_attempt_that_takes_too_long_fails_its_job() {
    String id = client.accepted(Map.of("operation", "resize", "timeout", "PT1S"));
    Lease lease = worker.lease("resize");
    worker.patch(lease, "{}");

    JsonPath ended = client.awaitEnd(id);

    assertThat(ended.getString("error.code")).isEqualTo("timed-out");
    worker.succeed(lease).then().spec(problem(409, "lease-lost"));
  }

  @Test
  void a_job_whose_deadline_passes_is_taken_from_its_worker() {
    String soon = Instant.now().plus(Duration.ofSeconds(3)).toString();
    String id = client.accepted(Map.of("operation", "resize", "deadline", soon));
    Lease lease = worker.lease("resize");
    worker.patch(lease, "{}");

    assertThat(client.awaitEnd(id).getString("error.code")).isEqualTo("deadline-passed");
    worker.patch(lease, "{}").then().spec(problem(409, "lease-lost"));
  }

  @Test
  void a_suspended_job_is_handed_back_at_its_next_checkpoint() {
    String id = job("resize");
    Lease lease = worker.lease("resize");
    worker.patch(lease, "{}").then().statusCode(200);
    suspend(id, true);

    worker.patch(lease, "{}").then().statusCode(200).body("suspended", equalTo(null));
    worker
        .patch(lease, "{\"checkpoint\":\"" + base64("here") + "\"}")
        .then()
        .statusCode(200)
        .body("suspended", equalTo(true));

    worker.patch(lease, "{}").then().spec(problem(409, "lease-lost"));
    assertThat(client.status(id).getList("waitingFor.kind")).containsExactly("suspended");
    assertThat(worker.leases("resize", 1)).isEmpty();
    suspend(id, false);
    Lease next = worker.lease("resize");
    assertThat(next.document().getString("checkpoint")).isEqualTo(base64("here"));
    assertThat(next.document().getInt("attempt")).isEqualTo(1);
    worker.succeed(next).then().statusCode(200);
  }

  private void suspend(String id, boolean suspended) {
    client
        .ask()
        .contentType("application/merge-patch+json")
        .body("{\"suspended\":" + suspended + "}")
        .patch("/job/{id}", id)
        .then()
        .statusCode(200);
  }

  @Test
  void lines_of_a_worker_are_the_log_of_the_job() {
    String id = job("resize");
    Lease lease = worker.lease("resize");

    worker.log(lease, "first\r\nzweite Zeile ü\n").then().statusCode(204);
    client.askWrongly().contentType("text/plain").post(lease.uri() + "/log").then().statusCode(204);
    worker.log(lease, "last").then().statusCode(204);

    assertThat(client.ask().get("/job/{id}/log", id).asString())
        .isEqualTo("first\nzweite Zeile ü\nlast\n");
    worker.log(lease, "x\n".repeat(500)).then().statusCode(204);
    Response log = client.ask().get("/job/{id}/log", id);
    assertThat(log.header("Log-Next")).isEqualTo("503");
    assertThat(Integer.parseInt(log.header("Log-Lost"))).isGreaterThanOrEqualTo(300);
    worker.succeed(lease).then().statusCode(200);
  }

  @Test
  void lines_may_be_in_another_charset() {
    String id = job("resize");
    Lease lease = worker.lease("resize");

    latin(lease, "ISO-8859-1").then().statusCode(204);
    latin(lease, "no-such").then().spec(problem(415, "unsupported-media-type"));

    assertThat(client.ask().get("/job/{id}/log", id).asString()).isEqualTo("Zeile ü\n");
    worker.succeed(lease).then().statusCode(200);
  }

  private Response latin(Lease lease, String charset) {
    return client
        .askUndescribed()
        .contentType("text/plain; charset=" + charset)
        .body("Zeile ü".getBytes(StandardCharsets.ISO_8859_1))
        .post(lease.uri() + "/log");
  }

  @Test
  void the_trace_of_the_request_is_given_to_the_worker() {
    String parent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
    client
        .ask()
        .header("traceparent", parent)
        .contentType(ContentType.JSON)
        .body(Map.of("operation", "resize"))
        .post("/job")
        .then()
        .statusCode(202);

    Lease lease = worker.lease("resize");

    assertThat(lease.document().getString("traceparent"))
        .contains("4bf92f3577b34da6a3ce929d0e0e4736");
    worker.succeed(lease).then().statusCode(200);
  }

  @Test
  void requests_that_are_not_valid_are_refused_with_their_place() {
    ask("{\"operations\":[\"resize\"],\"max\":101}").body("errors.pointer", hasItem("/max"));
    ask("{\"operations\":[\"resize\"],\"max\":0}").body("errors.pointer", hasItem("/max"));
    ask("{\"operations\":[]}").body("errors.pointer", hasItem("/operations"));
    ask("{}").body("errors.pointer", hasItem("/operations"));
    ask("[]").body("errors.pointer", hasItem(""));
    ask("{\"operations\":[\"resize\"],\"x\":1}").body("errors.pointer", hasItem("/x"));
    ask("{\"operations\":[\"resize\"],\"worker\":\"a\\nb\"}")
        .body("errors.pointer", hasItem("/worker"));
    ask("{\"operations\":[\"resize\",\"sort\"]}").body("errors.pointer", hasItem("/operations/1"));
    ask("{\"operations\":[\"nothing\"]}").body("type", endsWith("/unknown-operation"));
    ask("{\"operations\"").body("type", endsWith("/malformed-request"));
    client
        .askWrongly()
        .contentType("text/plain")
        .body("x")
        .post("/lease")
        .then()
        .spec(problem(415, "unsupported-media-type"));
  }

  private ValidatableResponse ask(String body) {
    return client
        .askWrongly()
        .contentType(ContentType.JSON)
        .body(body)
        .post("/lease")
        .then()
        .spec(problem(400));
  }

  @Test
  void reports_that_are_not_valid_are_refused_with_their_place() {
    job("resize");
    Lease lease = worker.lease("resize");

    worker.patch(lease, "{}").then().statusCode(200);
    report(lease, "{\"progress\":7}", "/progress");
    report(lease, "{\"progress\":{\"done\":-1}}", "/progress/done");
    report(lease, "{\"progress\":{\"all\":1}}", "/progress/all");
    report(lease, "{\"message\":7}", "/message");
    report(lease, "{\"checkpoint\":\"%%\"}", "/checkpoint");
    report(lease, "{\"checkpoint\":\"" + "A".repeat(87_392) + "\"}", "/checkpoint");
    report(lease, "{\"more\":1}", "/more");
    client
        .askWrongly()
        .contentType(ContentType.JSON)
        .body("{}")
        .patch(lease.uri())
        .then()
        .spec(problem(415, "unsupported-media-type"))
        .header("Accept-Patch", "application/merge-patch+json");
    end(lease, "{\"outcome\":\"perhaps\"}", "/outcome");
    end(lease, "{\"outcome\":\"succeeded\",\"retry\":true}", "/retry");
    end(lease, "{\"outcome\":\"failed\",\"error\":{\"code\":\"???\"}}", "/error/code");
    worker.succeed(lease).then().statusCode(200);
  }

  private void report(Lease lease, String body, String pointer) {
    client
        .askWrongly()
        .contentType("application/merge-patch+json")
        .body(body)
        .patch(lease.uri())
        .then()
        .spec(problem(400))
        .body("errors.pointer", hasItem(pointer));
  }

  private void end(Lease lease, String body, String pointer) {
    client
        .askWrongly()
        .contentType(ContentType.JSON)
        .body(body)
        .post(lease.uri() + "/end")
        .then()
        .spec(problem(400))
        .body("errors.pointer", hasItem(pointer));
  }

  @Test
  void a_secret_is_in_no_log() {
    job("resize");
    Lease lease = worker.lease("resize");
    String secret = lease.uri().substring(lease.uri().lastIndexOf('/') + 1);
    worker.patch(lease, "{}").then().statusCode(200);
    worker.succeed(lease).then().statusCode(200);
    worker.handBack(lease).then().statusCode(409);

    assertThat(server.server().logLines(line -> line.contains("\"leased\""))).isNotEmpty();
    assertThat(server.server().logLines(line -> line.contains("\"lease_ended\""))).isNotEmpty();
    assertThat(server.server().logLines(line -> line.contains("\"leased\"")))
        .as("who, what and from where")
        .allMatch(line -> line.contains("\"caller\"") && line.contains("\"remote\""));
    assertThat(server.server().logLines(line -> line.contains(secret))).isEmpty();
    assertThat(worker.leases("resize", 1)).isEmpty();
  }

  @Test
  void nodes_do_not_run_jobs_of_workers_and_show_no_further_node() {
    String id = job("resize");

    client.ask().get("/node").then().statusCode(200).body("items.name", not(hasItem("workers")));
    client.ended(Map.of());
    assertThat(client.status(id).getString("status")).isEqualTo("NotStarted");
    worker.succeed(worker.lease("resize")).then().statusCode(200);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(bytes(text));
  }
}
