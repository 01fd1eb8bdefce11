package org.meanwhile.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.restassured.path.json.JsonPath;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.meanwhile.cluster.support.Checker.Guarantee;
import org.meanwhile.cluster.support.ClientLoad;
import org.meanwhile.cluster.support.Cluster;
import org.meanwhile.cluster.support.Ledger;
import org.meanwhile.cluster.support.SharedCluster;
import org.meanwhile.contract.support.Client;
import org.meanwhile.contract.support.Server;

/**
 * A node whose clock is an hour off takes part as any other: leases, start times, deadlines and
 * expiry follow the database's clock. Skipped where Debian's {@code faketime} is not installed.
 */
@Execution(ExecutionMode.SAME_THREAD)
@ExtendWith(SharedCluster.class)
@EnabledIfSystemProperty(named = "faults", matches = ".*")
class ClockIT {
  private static final Path FAKETIME =
      Path.of("/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1");
  private static final Duration LIMIT = Duration.ofMinutes(2);

  private final Cluster cluster;

  ClockIT(Cluster cluster) {
    this.cluster = cluster;
  }

  @BeforeEach
  void repairCluster() {
    assumeThat(Files.exists(FAKETIME)).as("faketime is installed").isTrue();
    cluster.repair();
  }

  @ParameterizedTest
  @ValueSource(strings = {"+1h", "-1h"})
  void a_node_with_a_wrong_clock_follows_the_databases(String off) {
    try (Server node = wrong(off).start()) {
      assertThat(Duration.between(Instant.now(), clockOf(node)).abs())
          .as("its clock is off")
          .isGreaterThan(Duration.ofMinutes(50));
      Ledger ledger = cluster.newLedger();
      ClientLoad load = new ClientLoad(nodesWith(node), ledger).start();
      Client client = node.client();
      Instant start = Instant.now().plusSeconds(6).truncatedTo(ChronoUnit.SECONDS);
      String later = client.accepted(Map.of("operation", "simulate", "startAt", start.toString()));
      String inTime =
          client.accepted(
              Map.of(
                  "operation",
                  "simulate",
                  "deadline",
                  Instant.now().plus(30, ChronoUnit.MINUTES).toString()));
      String tooLate =
          client.accepted(
              Map.of(
                  "operation",
                  "simulate",
                  "input",
                  Map.of("duration", "PT10M"),
                  "deadline",
                  Instant.now().plusSeconds(5).toString()));
      Map<String, ?> bytes = Map.of("outputBytes", 10);
      String brief =
          client.accepted(Map.of("operation", "simulate", "input", bytes, "retain", "PT2S"));
      String kept =
          client.accepted(Map.of("operation", "simulate", "input", bytes, "retain", "PT30M"));

      assertThat(client.awaitEnd(inTime).getString("status")).isEqualTo("Succeeded");
      assertThat(client.awaitEnd(kept).getString("status")).isEqualTo("Succeeded");
      JsonPath ended = client.awaitEnd(later);
      assertThat(Instant.parse(ended.getString("startedAt"))).isAfterOrEqualTo(start);
      assertThat(Instant.parse(ended.getString("startedAt"))).isBefore(start.plusSeconds(120));
      assertThat(client.awaitEnd(tooLate).getString("status")).isEqualTo("Failed");
      Awaitility.await("it has expired")
          .atMost(LIMIT)
          .until(() -> client.ask().get("/job/{id}/output", brief).statusCode() == 410);
      for (Server any : nodesWith(node)) {
        any.client().output(kept).then().statusCode(200);
      }
      awaitRunOn(node);
      assertThat(load.faults(cluster.log(), Set.of(Guarantee.NEVER_TWO_AT_A_TIME))).isEmpty();
      assertThat(node.logLines(line -> line.contains("marked this node dead"))).isEmpty();
    }
  }

  private Server wrong(String off) {
    return cluster
        .newNode("clock" + off)
        .withEnvironment("LD_PRELOAD", FAKETIME.toString())
        .withEnvironment("FAKETIME", off)
        .withEnvironment("FAKETIME_DONT_FAKE_MONOTONIC", "1")
        // Otherwise each timed wait of the JVM returns at once, and all its threads spin.
        .withEnvironment("FAKETIME_FORCE_MONOTONIC_FIX", "0");
  }

  private static Instant clockOf(Server node) {
    String date = node.client().ask().get("/operation").header("Date");
    return Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(date));
  }

  private List<Server> nodesWith(Server node) {
    return List.of(cluster.node(0), cluster.node(1), cluster.node(2), node);
  }

  private void awaitRunOn(Server node) {
    Awaitility.await("it runs jobs")
        .atMost(LIMIT)
        .until(() -> !cluster.log().lines(line -> line.pid() == node.pid()).isEmpty());
  }
}
