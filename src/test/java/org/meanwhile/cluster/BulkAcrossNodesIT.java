package org.meanwhile.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.restassured.path.json.JsonPath;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.meanwhile.cluster.support.Cluster;
import org.meanwhile.cluster.support.OwnCluster;
import org.meanwhile.contract.support.Client;
import org.meanwhile.contract.support.Server;

/**
 * A bulk job acts on each of its jobs once, although its node is lost in the middle: killed, or
 * paused for so long that another node goes on, and then awake again.
 */
@Execution(ExecutionMode.SAME_THREAD)
@ExtendWith(OwnCluster.class)
class BulkAcrossNodesIT {
  private static final int JOBS = 150;

  /** The bulk job has acted on this one and on others before it, and cannot note it. */
  private static final int MIDDLE = 75;

  private static final Duration LIMIT = Duration.ofMinutes(3);

  enum Loss {
    KILLED,
    PAUSED
  }

  private final Cluster cluster;
  private final String label = UUID.randomUUID().toString();

  BulkAcrossNodesIT(Cluster cluster) {
    this.cluster = cluster;
  }

  @BeforeEach
  void repair() {
    cluster.repair();
  }

  @ParameterizedTest
  @EnumSource
  void each_job_is_run_again_once(Loss loss) throws SQLException {
    List<String> jobs = waiting();
    Client client = cluster.node(0).client();
    String cancel = bulk("cancel", "NotStarted");
    assertThat(client.awaitEnd(cancel).getString("status")).isEqualTo("Succeeded");

    Middle middle = new Middle();
    String bulk = bulk("rerun", "Canceled");
    Client left = lose(loss, bulk, middle);

    List<JsonPath> lines = lines(left, bulk, jobs);
    List<String> made = lines.stream().map(line -> line.getString("job")).toList();
    assertThat(made).doesNotHaveDuplicates().doesNotContainNull();
    wakeAndSettle(loss);
    assertThat(listed(left, "group=" + bulk, "id")).containsExactlyInAnyOrderElementsOf(made);
    assertThat(listed(left, "group=" + bulk, "rerunOf")).containsExactlyInAnyOrderElementsOf(jobs);
  }

  /** A job that was suspended twice would have changed twice. */
  @ParameterizedTest
  @EnumSource
  void each_job_is_suspended_once(Loss loss) throws SQLException {
    List<String> jobs = waiting();
    int before = cluster.node(0).client().status(jobs.get(0)).getInt("version");

    Middle middle = new Middle();
    String bulk = bulk("suspend", "NotStarted");
    Client left = lose(loss, bulk, middle);

    lines(left, bulk, jobs);
    wakeAndSettle(loss);
    List<Integer> versions = listed(left, "label=by:" + label, "version");
    assertThat(versions).hasSize(JOBS).containsOnly(before + 1);
    assertThat(listed(left, "label=by:" + label, "waitingFor.kind"))
        .hasSize(JOBS)
        .containsOnly(List.of("suspended"));
  }

  /**
   * Somebody else's transaction holds one of the jobs for longer than a statement may take, as a
   * node does that was paused in the middle of it.
   */
  @Test
  void a_job_that_is_held_costs_no_attempt() throws SQLException {
    List<String> jobs = waiting(3);
    Client client = cluster.node(0).client();

    String bulk;
    try (Connection holder = cluster.database().source().getConnection()) {
      holder.setAutoCommit(false);
      try (Statement statement = holder.createStatement()) {
        statement.execute("SELECT 1 FROM job WHERE id = '%s' FOR UPDATE".formatted(jobs.get(1)));
      }
      bulk = bulk("suspend", "NotStarted");
      // The database does not find out that the first of them has been given up.
      Awaitility.await("a second statement that waits for the job")
          .atMost(LIMIT)
          .until(() -> blocked("query ILIKE '%FROM job %FOR UPDATE%'"), count -> count >= 2);
      holder.rollback();
    }

    client.awaitEnd(bulk);
    lines(client, bulk, jobs);
    assertThat(history(client, bulk).getList("attempts")).isEmpty();
  }

  private long blocked(String which) {
    return cluster
        .database()
        .number(
            "SELECT COUNT(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND " + which);
  }

  private List<String> waiting() {
    return waiting(JOBS);
  }

  private List<String> waiting(int count) {
    String line =
        """
        {"operation":"simulate","startAt":"%s","labels":{"by":"%s"}}"""
            .formatted(Client.TOMORROW, label);
    Client client = cluster.node(0).client();
    String group =
        client
            .askUndescribed()
            .contentType("application/x-ndjson")
            .body(
                IntStream.range(0, count)
                    .mapToObj(i -> line)
                    .collect(Collectors.joining("\n"))
                    .getBytes(StandardCharsets.UTF_8))
            .post("/job?operation=group")
            .then()
            .statusCode(202)
            .extract()
            .path("id");
    return listed(client, "group=" + group, "id");
  }

  private String bulk(String action, String status) {
    Map<String, Object> filter =
        Map.of("status", status, "operation", "simulate", "label", "by:" + label);
    return cluster
        .node(0)
        .client()
        .accepted(Map.of("operation", "bulk", "input", Map.of("action", action, "filter", filter)));
  }

  /** Holds a bulk job in the middle, until it is closed. */
  private final class Middle implements AutoCloseable {
    private static final String TRIGGER =
        """
        DROP TRIGGER IF EXISTS middle ON bulk_target;
        CREATE OR REPLACE FUNCTION middle() RETURNS trigger LANGUAGE plpgsql AS
          'BEGIN PERFORM pg_advisory_xact_lock_shared(%1$d); RETURN NEW; END';
        CREATE TRIGGER middle BEFORE UPDATE ON bulk_target FOR EACH ROW
          WHEN (NEW.seq = %1$d) EXECUTE FUNCTION middle();
        """;

    private final Connection holder;

    Middle() throws SQLException {
      cluster.database().execute(TRIGGER.formatted(MIDDLE));
      holder = cluster.database().source().getConnection();
      try (Statement lock = holder.createStatement()) {
        lock.execute("SELECT pg_advisory_lock(%d)".formatted(MIDDLE));
      }
    }

    void await() {
      Awaitility.await("it is held")
          .atMost(LIMIT)
          .until(() -> blocked("wait_event = 'advisory'") > 0);
    }

    @Override
    public void close() throws SQLException {
      holder.close();
    }
  }

  /** Loses the node in the middle, and waits for the end. Returns a client of another node. */
  private Client lose(Loss loss, String bulk, Middle middle) throws SQLException {
    Client anywhere = cluster.node(0).client();
    middle.await();
    String runner = history(anywhere, bulk).getString("node");
    Server lost =
        cluster.nodes().stream()
            .filter(node -> runner.startsWith(node.pid() + "@"))
            .findFirst()
            .orElseThrow();
    if (loss == Loss.KILLED) {
      lost.kill();
    } else {
      lost.pause();
    }
    Client left =
        cluster.nodes().stream()
            .filter(node -> node != lost)
            .findFirst()
            .map(Server::client)
            .orElseThrow();
    assertThat(left.status(bulk).getString("status")).as("lost in the middle").isEqualTo("Running");
    middle.close();
    Awaitility.await("it ends on another node")
        .atMost(LIMIT)
        .until(() -> left.status(bulk).getString("finishedAt") != null);
    JsonPath history = history(left, bulk);
    assertThat(history.<String>getList("attempts.outcome"))
        .as(history::prettify)
        .containsExactly("crashed");
    return left;
  }

  /** Lets a paused node do what it still does, which must change nothing. */
  private void wakeAndSettle(Loss loss) {
    if (loss == Loss.PAUSED) {
      cluster.repair();
      // Each node runs jobs again, so the awakened one has found out that it was lost.
      for (Server node : cluster.nodes()) {
        Client client = node.client();
        client.awaitEnd(client.accepted(Map.of("operation", "simulate")));
      }
    }
  }

  /** The output: a line for each of the jobs, all of them done. */
  private static List<JsonPath> lines(Client client, String bulk, List<String> jobs) {
    JsonPath end = client.status(bulk);
    assertThat(end.getString("status")).as(end::prettify).isEqualTo("Succeeded");
    List<JsonPath> lines = client.output(bulk).asString().lines().map(JsonPath::new).toList();
    assertThat(lines).allSatisfy(line -> assertThat(line.getBoolean("done")).isTrue());
    assertThat(lines)
        .extracting(line -> line.getString("id"))
        .containsExactlyInAnyOrderElementsOf(jobs);
    return lines;
  }

  private static JsonPath history(Client client, String job) {
    return client.ask().get("/job/{id}/history", job).jsonPath();
  }

  /** A member of all jobs of a list. */
  private static <T> List<T> listed(Client client, String query, String member) {
    List<T> found = new ArrayList<>();
    String page = "/job?limit=200&" + query;
    while (page != null) {
      JsonPath list =
          client
              .askUndescribed()
              .urlEncodingEnabled(false)
              .get(page)
              .then()
              .statusCode(200)
              .extract()
              .jsonPath();
      found.addAll(list.getList("items." + member));
      page = list.getString("next");
    }
    return found;
  }
}
