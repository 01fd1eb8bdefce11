package org.meanwhile.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.startsWith;
import static org.meanwhile.contract.support.Problems.problem;

import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.meanwhile.contract.support.Client;
import org.meanwhile.contract.support.SharedServer;

/** {@code Accept} decides only where there is a choice (RFC 9110, section 12.4.1). */
@Execution(ExecutionMode.SAME_THREAD)
@ExtendWith(SharedServer.class)
class NegotiationIT {
  private static final List<String> JSON =
      List.of(
          "application/json",
          "application/*",
          "*/*",
          "application/problem+json",
          "application/*+json",
          "text/html, application/json;q=0.1",
          "text/html, image/gif, image/jpeg, *; q=.2, */*; q=.2",
          "");

  private static final List<String> OTHERS =
      List.of(
          "text/html",
          "image/png",
          "application/xml",
          "*/*;q=0",
          "application/json;q=0, */*",
          "application/problem+json;q=0");

  private final Client client;
  private String waiting;
  private String ended;
  private String shared;

  NegotiationIT(Client client) {
    this.client = client;
  }

  @BeforeEach
  void jobs() {
    waiting = client.accepted(Map.of("operation", "simulate", "startAt", Client.TOMORROW));
    ended = client.ended(Map.of("outputBytes", 3));
    shared = URI.create(share().path("uri")).getPath();
  }

  private List<String> documents() {
    return List.of(
        "/job",
        "/job/" + waiting,
        "/job/" + waiting + "/status",
        "/job/" + ended + "/status",
        "/job/" + ended + "/history",
        "/job/" + ended + "/share",
        "/operation",
        "/operation/simulate",
        "/caller",
        "/overview");
  }

  @Test
  void a_document_is_json_for_all_who_accept_json_or_problems() {
    for (String path : documents()) {
      for (String accept : JSON) {
        accepting(accept)
            .get(path)
            .then()
            .statusCode(200)
            .header("Content-Type", startsWith("application/json"));
      }
      for (String accept : OTHERS) {
        accepting(accept).get(path).then().spec(problem(406, "not-acceptable"));
      }
    }
    accepting("application/problem+json").get("/job/{id}", ended).then().statusCode(303);
  }

  @Test
  void head_has_nothing_to_negotiate() {
    for (String path : documents()) {
      for (String accept : OTHERS) {
        assertThat(accepting(accept).head(path).statusCode()).as(path).isEqualTo(200);
      }
    }
    for (String accept : OTHERS) {
      accepting(accept).head("/job/{id}", ended).then().statusCode(303);
      accepting(accept).head("/job/{id}/events", waiting).then().statusCode(200);
      accepting(accept).head("/job/{id}/output", ended).then().statusCode(200);
      accepting(accept).head(shared).then().statusCode(200);
    }
  }

  @Test
  void an_output_is_what_it_is() {
    for (List<String> accepts : List.of(JSON, OTHERS)) {
      for (String accept : accepts) {
        for (String path : List.of("/job/" + ended + "/output", shared)) {
          accepting(accept)
              .get(path)
              .then()
              .statusCode(200)
              .header("Content-Length", "3")
              .header("Cache-Control", containsString("no-transform"));
        }
      }
    }
  }

  @Test
  void events_are_for_those_who_accept_events() {
    for (String accept : List.of("text/event-stream", "text/*", "*/*", "a/b, text/event-stream")) {
      accepting(accept)
          .get("/job/{id}/events", ended)
          .then()
          .statusCode(200)
          .header("Content-Type", startsWith("text/event-stream"))
          .header("Cache-Control", "no-store, no-transform");
    }
    for (String accept : List.of("application/json", "text/html", "*/*;q=0")) {
      accepting(accept).get("/job/{id}/events", ended).then().spec(problem(406));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"application/problem+json", "application/json", "text/html", "*/*;q=0"})
  void an_answer_without_a_body_is_never_refused(String accept) {
    String share = share().path("id");

    accepting(accept).delete("/job/{id}/share/{share}", ended, share).then().statusCode(204);
    accepting(accept).post("/job").then().statusCode(201);

    client
        .ask()
        .get("/job/{id}/share", ended)
        .then()
        .body("items", hasSize(1))
        .body("items.find { it.id == '" + share + "' }", equalTo(null));
  }

  @Test
  void what_is_not_acceptable_changes_nothing() {
    String label = UUID.randomUUID().toString();
    Map<String, ?> job = Map.of("operation", "simulate", "labels", Map.of("accept", label));
    String id = UUID.randomUUID().toString();
    for (String accept : OTHERS) {
      refused(sending(accept, job).post("/job"));
      refused(sending(accept, job).header("Idempotency-Key", label).post("/job"));
      refused(sending(accept, job).put("/job/{id}", id));
      refused(sending(accept, job).post("/job/{id}", id));
      refused(accepting(accept).delete("/job/{id}", waiting));
      refused(accepting(accept).delete("/job/{id}/output", ended));
      refused(sending(accept, Map.of()).post("/job/{id}/share", ended));
      refused(accepting(accept).post("/job/{id}/callback", ended));
    }

    client.ask().queryParam("label", "accept:" + label).get("/job").then().body("items", empty());
    client.poll(id).then().statusCode(404);
    client.poll(waiting).then().statusCode(200);
    client.output(ended).then().statusCode(200);
    client.ask().get("/job/{id}/share", ended).then().body("items", hasSize(1));
  }

  @Test
  void a_client_that_names_problems_only_gets_its_job() {
    sending("application/problem+json", Map.of("operation", "simulate", "startAt", Client.TOMORROW))
        .post("/job")
        .then()
        .statusCode(202)
        .header("Content-Type", startsWith("application/json"));
    accepting("application/problem+json").delete("/job/{id}", waiting).then().statusCode(200);
  }

  private static void refused(Response answer) {
    answer.then().spec(problem(406));
  }

  private Response share() {
    return client.ask().contentType(ContentType.JSON).body(Map.of()).post("/job/{id}/share", ended);
  }

  private RequestSpecification accepting(String accept) {
    return client.askWrongly().accept(accept);
  }

  private RequestSpecification sending(String accept, Map<String, ?> body) {
    return accepting(accept).contentType(ContentType.JSON).body(body);
  }
}
