package org.meanwhile.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.meanwhile.contract.support.Client;
import org.meanwhile.contract.support.SharedServer;

@Execution(ExecutionMode.SAME_THREAD)
@ExtendWith(SharedServer.class)
class MetricsIT {
  private static final Pattern METRIC = Pattern.compile("\\bmeanwhile_[a-z_]+[a-z]\\b");

  /** Are there from the first refusal, fire or stream of a server. */
  private static final Set<String> FROM_FIRST_USE =
      Set.of(
          "meanwhile_writes_refused_total",
          "meanwhile_schedule_fires_total",
          "meanwhile_event_streams");

  private final Client client;

  MetricsIT(Client client) {
    this.client = client;
  }

  @Test
  void what_was_accepted_and_ended_is_counted() {
    double accepted = sum("meanwhile_jobs_accepted_total", "");
    double succeeded = sum("meanwhile_jobs_ended_total", "status=\"succeeded\"");
    double failed = sum("meanwhile_jobs_ended_total", "status=\"failed\"");

    client.ended(Map.of());
    client.ended(Map.of("failAtStep", 1));

    Awaitility.await()
        .untilAsserted(
            () -> {
              assertThat(sum("meanwhile_jobs_accepted_total", ""))
                  .isGreaterThanOrEqualTo(accepted + 2);
              assertThat(sum("meanwhile_jobs_ended_total", "status=\"succeeded\""))
                  .isGreaterThanOrEqualTo(succeeded + 1);
              assertThat(sum("meanwhile_jobs_ended_total", "status=\"failed\""))
                  .isGreaterThanOrEqualTo(failed + 1);
            });
  }

  @Test
  void bytes_out_are_counted() {
    double before = sum("meanwhile_output_bytes_total", "");
    String id = client.ended(Map.of("outputBytes", 1000));

    client.output(id).then().statusCode(200);

    Awaitility.await()
        .untilAsserted(
            () ->
                assertThat(sum("meanwhile_output_bytes_total", ""))
                    .as(
                        () ->
                            page().lines().filter(line -> line.contains("_output_")).toList() + "")
                    .isGreaterThanOrEqualTo(before + 1000));
  }

  @Test
  void what_waits_and_runs_now_is_shown() {
    String id = client.simulated(Map.of("duration", "PT10M"));
    client.awaitRunning(id);

    Awaitility.await().until(() -> sum("meanwhile_jobs_running", "") >= 1);
    assertThat(page()).contains("meanwhile_jobs_waiting");
    client.cancel(id);
  }

  @Test
  void times_are_measured() {
    client.ended(Map.of());

    Awaitility.await()
        .untilAsserted(
            () ->
                assertThat(page())
                    .contains("meanwhile_job_waiting_seconds")
                    .contains("meanwhile_job_running_seconds"));
  }

  @Test
  void suspended_jobs_are_counted() {
    String id =
        client.accepted(
            Map.of("operation", "simulate", "startAt", Client.TOMORROW, "input", Map.of()));
    double before = sum("meanwhile_jobs_suspended", "");

    client
        .ask()
        .contentType("application/merge-patch+json")
        .body(Map.of("suspended", true))
        .patch("/job/{id}", id)
        .then()
        .statusCode(200);

    Awaitility.await().until(() -> sum("meanwhile_jobs_suspended", "") > before);
    client.cancel(id);
  }

  @Test
  void what_an_alert_needs_is_shown() {
    client.accepted(Map.of("operation", "simulate"));

    assertThat(page())
        .contains("meanwhile_job_oldest_waiting_seconds")
        .contains("meanwhile_callbacks_waiting")
        .contains("meanwhile_callback_oldest_waiting_seconds")
        .contains("meanwhile_nodes_marked_dead_total")
        .contains("meanwhile_heartbeat_age_seconds")
        .contains("reason=\"handed-back\"")
        .contains("reason=\"crashed\"")
        .contains("reason=\"rescued\"");
    assertThat(sum("meanwhile_nodes_alive", "")).isGreaterThanOrEqualTo(1);
    assertThat(sum("meanwhile_database_away", "")).isZero();
    assertThat(sum("meanwhile_heartbeat_age_seconds", "")).isLessThan(60);
  }

  @ParameterizedTest
  @ValueSource(strings = {"alerts.yaml", "dashboard.json"})
  void what_alerts_and_the_dashboard_ask_for_is_shown(String file) throws IOException {
    client.ended(Map.of());
    Set<String> asked =
        METRIC
            .matcher(Files.readString(Path.of("src", "main", "container", "monitoring", file)))
            .results()
            .map(MatchResult::group)
            .collect(Collectors.toCollection(TreeSet::new));
    asked.removeAll(FROM_FIRST_USE);

    assertThat(asked).hasSizeGreaterThan(5);
    Awaitility.await()
        .untilAsserted(
            () -> assertThat(asked).allSatisfy(name -> assertThat(page()).contains(name + "{")));
  }

  /** Returns the sum of all samples of this name whose labels contain the text. */
  private double sum(String name, String labels) {
    return page()
        .lines()
        .filter(line -> line.startsWith(name + "{") || line.startsWith(name + " "))
        .filter(line -> line.contains(labels))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
        .sum();
  }

  private String page() {
    return client
        .askUndescribed()
        .accept("text/plain")
        .get("/metrics")
        .then()
        .statusCode(200)
        .extract()
        .asString();
  }
}
