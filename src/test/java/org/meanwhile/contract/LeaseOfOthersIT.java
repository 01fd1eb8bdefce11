package org.meanwhile.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.meanwhile.contract.support.Problems.problem;

import io.restassured.http.ContentType;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.meanwhile.contract.support.Client;
import org.meanwhile.contract.support.TokenServer;
import org.meanwhile.contract.support.WorkerClient;

/** Leases where callers have tokens: they are for the group {@code worker}, each for its holder. */
@ExtendWith(TokenServer.class)
class LeaseOfOthersIT {
  private static final Map<String, ?> ASK = Map.of("operations", List.of("remote"));

  private final TokenServer.Guarded server;

  LeaseOfOthersIT(TokenServer.Guarded server) {
    this.server = server;
  }

  /** A caller that may do nothing but lease is refused elsewhere. */
  private Client worker(String name) {
    Client client = server.server().client().with(server.keys().token(name, "worker"));
    Awaitility.await().until(() -> client.askWrongly().get("/caller").statusCode() == 200);
    return client;
  }

  private static int leases(Client client) {
    return client.askWrongly().contentType(ContentType.JSON).body(ASK).post("/lease").statusCode();
  }

  @Test
  void only_workers_lease_and_workers_do_nothing_else() {
    Client submitter = server.server().client().with(server.token("lease-submitter", "submitter"));
    Client operator = server.server().client().with(server.token("lease-operator", "operator"));
    Client worker = worker("lease-worker");

    assertThat(leases(server.server().client())).isEqualTo(401);
    assertThat(leases(submitter)).isEqualTo(403);
    assertThat(leases(operator)).isEqualTo(403);
    assertThat(leases(worker)).isEqualTo(204);
    worker.askWrongly().get("/job").then().spec(problem(403, "forbidden"));
    worker
        .askWrongly()
        .contentType(ContentType.JSON)
        .body(Map.of("operation", "remote"))
        .post("/job")
        .then()
        .spec(problem(403, "forbidden"));
  }

  @Test
  void who_does_not_wait_gets_a_job_whoever_else_has_jobs_of_other_operations() {
    List<String> names = List.of("lease-b", "lease-c", "lease-d");
    names.forEach(name -> submitter(name).accepted(Map.of("operation", "remote-other")));
    Client alice = submitter("lease-a");
    WorkerClient worker = new WorkerClient(worker("lease-hurried"));

    for (int i = 0; i < 4; i++) {
      String job = alice.accepted(Map.of("operation", "remote"));
      List<WorkerClient.Lease> leases = worker.leases("remote", 1);
      assertThat(leases).extracting(WorkerClient.Lease::job).containsExactly(job);
      worker.succeed(leases.get(0)).then().statusCode(200);
    }
    worker.clear("remote-other");
  }

  private Client submitter(String name) {
    return server.server().client().with(server.token(name, "submitter"));
  }

  @Test
  void a_lease_is_its_holders_alone_and_the_job_its_callers() {
    Client submitter = server.server().client().with(server.token("lease-alice", "submitter"));
    WorkerClient worker = new WorkerClient(worker("lease-one"));
    WorkerClient other = new WorkerClient(worker("lease-other"));
    String job = submitter.accepted(Map.of("operation", "remote"));

    WorkerClient.Lease lease = worker.lease("remote");

    assertThat(lease.job()).isEqualTo(job);
    assertThat(lease.document().getString("caller")).isEqualTo("lease-alice");
    worker.patch(lease, "{}").then().statusCode(200);
    other.patch(lease, "{}").then().spec(problem(404, "unknown-lease"));
    other.succeed(lease).then().spec(problem(404, "unknown-lease"));
    other.handBack(lease).then().spec(problem(404, "unknown-lease"));
    new WorkerClient(submitter).patch(lease, "{}").then().spec(problem(403, "forbidden"));
    worker.succeed(lease).then().statusCode(200);
    assertThat(submitter.status(job).getString("status")).isEqualTo("Succeeded");
    assertThat(
            server
                .server()
                .logLines(line -> line.contains("lease_ended") && line.contains("lease-one")))
        .isNotEmpty();
  }
}
