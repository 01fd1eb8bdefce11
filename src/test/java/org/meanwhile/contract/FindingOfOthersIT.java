package org.meanwhile.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.meanwhile.contract.support.Problems.problem;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.meanwhile.contract.support.Client;
import org.meanwhile.contract.support.TokenServer;

/** What operators find of other callers. */
@Execution(ExecutionMode.SAME_THREAD)
@ExtendWith(TokenServer.class)
class FindingOfOthersIT {
  private static Client operator;
  private static Client submitter;
  private static Client found;

  @BeforeAll
  static void start(TokenServer.Guarded guarded) {
    Client server = guarded.server().client();
    operator = server.with(guarded.token("finding-operator", "operator"));
    submitter = server.with(guarded.token("finding-submitter", "submitter"));
    found = server.with(guarded.token("finding-found", "submitter"));
  }

  @Test
  void an_operator_finds_the_jobs_of_a_caller_and_others_may_not_ask() {
    String id = found.accepted(Map.of("operation", "simulate", "startAt", Client.TOMORROW));
    operator.accepted(Map.of("operation", "simulate", "startAt", Client.TOMORROW));

    assertThat(ids(operator, "finding-found")).containsExactly(id);
    assertThat(ids(operator, "nobody")).isEmpty();
    for (String path : List.of("/job", "/job/failures")) {
      submitter
          .ask()
          .queryParam("caller", "finding-submitter")
          .get(path)
          .then()
          .spec(problem(403, "forbidden"));
    }
  }

  @Test
  void the_failures_of_others_are_for_operators() {
    String id = submitter.ended(Map.of("failAtStep", 1, "failure", "permanent"));

    assertThat(
            operator
                .ask()
                .queryParam("text", id)
                .get("/job/failures")
                .then()
                .statusCode(200)
                .extract()
                .<List<Integer>>path("items.count"))
        .containsExactly(1);
    Client other = operator.with("nobody");
    other.askWrongly().get("/job/failures").then().spec(problem(401));
  }

  private static List<String> ids(Client client, String caller) {
    return client
        .ask()
        .queryParam("caller", caller)
        .get("/job")
        .then()
        .statusCode(200)
        .extract()
        .path("items.id");
  }
}
