package org.meanwhile.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;
import static org.meanwhile.contract.support.Problems.problem;

import io.restassured.response.Response;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.meanwhile.contract.support.Client;
import org.meanwhile.contract.support.Crowd;
import org.meanwhile.contract.support.Events;
import org.meanwhile.contract.support.Server;
import org.meanwhile.contract.support.SharedServer;

/** {@code /job/{id}/events} sends a job as server-sent events. */
@Execution(ExecutionMode.SAME_THREAD)
@ExtendWith(SharedServer.class)
class EventsIT {
  private static final String ACCEPT = "Accept: text/event-stream";

  private final Client client;
  private final Server server;
  private Crowd crowd;

  EventsIT(Client client, Server server) {
    this.client = client;
    this.server = server;
  }

  @BeforeEach
  void open() {
    crowd = new Crowd(server.port());
  }

  @AfterEach
  void close() {
    crowd.close();
  }

  @Test
  void a_job_is_told_from_now_to_its_end() {
    String id = client.simulated(Map.of("duration", "PT3S", "steps", 3, "outputBytes", 3));

    Crowd.Visit visit = stream(id);
    crowd.awaitAll(Duration.ofMinutes(1));

    assertThat(visit.text())
        .startsWith("HTTP/1.1 200 ")
        .containsIgnoringCase("\r\nContent-Type: text/event-stream")
        .containsIgnoringCase("\r\nCache-Control: no-store, no-transform")
        .contains("retry: ");
    Events events = Events.in(visit);
    assertThat(events.all()).hasSizeGreaterThanOrEqualTo(3);
    assertThat(events.all())
        .allSatisfy(
            event -> {
              assertThat(event.type()).isEqualTo("status");
              assertThat(event.data()).startsWith("{\"id\":\"" + id).endsWith("}");
            })
        .extracting(event -> Long.valueOf(event.id()))
        .isSorted()
        .doesNotHaveDuplicates();
    assertThat(events.last().status()).isEqualTo("Succeeded");
    Response status = client.ask().get("/job/{id}/status", id);
    assertThat(status.header("ETag")).isEqualTo("W/\"" + events.last().id() + "\"");
    assertThat(events.last().data()).isEqualTo(status.asString());
  }

  @Test
  void a_job_that_has_ended_is_one_event() {
    String id = client.ended(Map.of("failAtStep", 1));

    Crowd.Visit visit = stream(id);
    crowd.awaitAll(Duration.ofMinutes(1));

    assertThat(Events.in(visit).all()).hasSize(1);
    assertThat(Events.in(visit).last().status()).isEqualTo("Failed");
  }

  @Test
  void who_comes_back_is_not_told_again() {
    String id = waiting();
    Crowd.Visit first = stream(id);
    awaitEvents(first, 1);
    String last = Events.in(first).last().id();
    first.leave();

    Crowd.Visit second = stream(id, "Last-Event-ID: " + last);
    Awaitility.await("it is open").until(() -> second.text().contains("retry"));
    client.cancel(id);
    Awaitility.await().until(second::isOver);

    assertThat(Events.in(second).all()).hasSize(1);
    assertThat(Events.in(second).last().status()).isEqualTo("Canceled");
    ask(id, Events.in(second).last().id())
        .then()
        .statusCode(204)
        .header("Content-Type", equalTo(null));
    ask(id, last).then().statusCode(200).body(containsString("\"Canceled\""));
    ask(id, "nonsense").then().statusCode(200).body(containsString("\"Canceled\""));
  }

  @Test
  void headers_alone_are_no_stream() {
    String id = waiting();

    client
        .ask()
        .accept("text/event-stream")
        .head("/job/{id}/events", id)
        .then()
        .statusCode(200)
        .contentType(startsWith("text/event-stream"))
        .header("Cache-Control", "no-store, no-transform")
        .header("Content-Length", equalTo(null));
  }

  @Test
  void what_is_wrong_is_a_problem() {
    client
        .ask()
        .get("/job/{id}/events", UUID.randomUUID())
        .then()
        .spec(problem(404, "unknown-job"));
    client.askWrongly().get("/job/{id}/events", "42").then().spec(problem(404, "unknown-job"));
    client
        .askWrongly()
        .accept("application/json")
        .get("/job/{id}/events", waiting())
        .then()
        .spec(problem(406));
    client.askWrongly().post("/job/{id}/events", waiting()).then().spec(problem(405));
  }

  @Test
  void a_removed_job_is_told_as_long_as_there_is_a_record() {
    String id = client.ended(Map.of("outputBytes", 5));
    client.cancel(id);

    ask(id, "0").then().statusCode(200).body(containsString("\"deletedAt\""));
  }

  @Test
  void hundreds_are_told_at_once() {
    String id = client.simulated(Map.of("duration", "PT60S", "steps", 60));
    for (int i = 0; i < 300; i++) {
      stream(id);
    }
    crowd.visits().forEach(visit -> awaitEvents(visit, 2));

    client.cancel(id);
    crowd.awaitAll(Duration.ofMinutes(1));

    assertThat(crowd.visits())
        .allSatisfy(visit -> assertThat(Events.in(visit).last().status()).isEqualTo("Canceled"));
  }

  private Crowd.Visit stream(String id, String... fields) {
    String[] all = Arrays.copyOf(fields, fields.length + 1);
    all[fields.length] = ACCEPT;
    return crowd.get("/job/" + id + "/events", all);
  }

  /** The events of an ended job: this answer ends by itself. */
  private Response ask(String id, String lastEvent) {
    return client
        .ask()
        .accept("text/event-stream")
        .header("Last-Event-ID", lastEvent)
        .get("/job/{id}/events", id);
  }

  private static void awaitEvents(Crowd.Visit visit, int count) {
    Awaitility.await("events").until(() -> Events.in(visit).all().size() >= count);
  }

  private String waiting() {
    return client.accepted(Map.of("operation", "simulate", "startAt", Client.TOMORROW));
  }
}
