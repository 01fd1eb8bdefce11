package org.meanwhile.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.not;
import static org.meanwhile.contract.support.Problems.problem;

import io.restassured.response.Response;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.meanwhile.contract.support.Client;
import org.meanwhile.contract.support.TokenServer;
import org.meanwhile.contract.support.WorkerClient;

/** {@code /worker}: who works elsewhere, and what it holds. */
@ExtendWith(TokenServer.class)
class WorkerListIT {
  private final TokenServer.Guarded server;
  private final Client operator;

  /** Another caller for each test: the server is shared. */
  private final String name = "seen-" + UUID.randomUUID().toString().substring(0, 8);

  WorkerListIT(TokenServer.Guarded server) {
    this.server = server;
    this.operator = client("seen-operator", "operator");
  }

  private Client client(String caller, String groups) {
    return server.server().client().with(server.token(caller, groups));
  }

  private Map<String, Object> awaitWorker(Client client) {
    return Awaitility.await()
        .until(
            () ->
                client
                    .ask()
                    .get("/worker")
                    .jsonPath()
                    .<Map<String, Object>>getList("items")
                    .stream()
                    .filter(worker -> worker.get("caller").equals(name))
                    .findAny()
                    .orElse(Map.of()),
            worker -> !worker.isEmpty());
  }

  @Test
  void a_worker_that_asked_is_listed_with_the_jobs_that_it_holds() {
    Client caller = client(name, "submitter,worker");
    String job = caller.accepted(Map.of("operation", "remote"));
    WorkerClient worker = new WorkerClient(caller);
    Response answer =
        worker.ask(
            Map.of("operations", List.of("remote", "remote-other"), "worker", "gpu-3", "max", 100),
            30);
    WorkerClient.Lease lease =
        WorkerClient.all(answer).stream()
            .filter(each -> each.job().equals(job))
            .findAny()
            .orElseThrow();
    worker.patch(lease, "{}").then().statusCode(200);

    Map<String, Object> listed = awaitWorker(operator);
    assertThat(listed)
        .containsEntry("name", "gpu-3")
        .containsEntry("operations", List.of("remote", "remote-other"));
    Instant since = Instant.parse(listed.get("since").toString());
    assertThat(Instant.parse(listed.get("seenAt").toString())).isAfterOrEqualTo(since);
    assertThat(listed.get("leases").toString()).contains(job, "expiresAt");
    operator
        .ask()
        .get("/worker")
        .then()
        .header("Cache-Control", containsString("no-cache"))
        .body(not(containsString(lease.uri())));

    worker.succeed(lease).then().statusCode(200);
    assertThat(awaitWorker(operator).get("leases").toString()).doesNotContain(job);
  }

  @Test
  void others_than_operators_see_the_workers_that_they_are() {
    Client caller = client(name, "submitter,worker");
    new WorkerClient(caller).ask(Map.of("operations", List.of("remote-other")), 0);
    assertThat(awaitWorker(operator)).doesNotContainKey("name");

    assertThat(caller.ask().get("/worker").jsonPath().<String>getList("items.caller"))
        .containsExactly(name);
    assertThat(client("seen-nobody", "submitter").ask().get("/worker").jsonPath().getList("items"))
        .isEmpty();
  }

  @Test
  void workers_that_are_nothing_else_and_strangers_see_nothing() {
    Client worker = server.server().client().with(server.keys().token(name, "worker"));
    Awaitility.await().until(() -> worker.askWrongly().get("/caller").statusCode() == 200);

    worker.askWrongly().get("/worker").then().spec(problem(403, "forbidden"));
    assertThat(server.server().client().askWrongly().get("/worker").statusCode()).isEqualTo(401);
  }
}
