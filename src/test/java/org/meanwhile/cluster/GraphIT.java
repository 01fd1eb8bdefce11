package org.meanwhile.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.restassured.path.json.JsonPath;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.meanwhile.cluster.support.Cluster;
import org.meanwhile.cluster.support.PatientClient;
import org.meanwhile.cluster.support.SharedCluster;
import org.meanwhile.contract.support.Server;

/**
 * A graph of jobs that wait for each other: a root that all of a fan wait for, jobs that wait for
 * up to 100 of them, and any others. A third of the runs fail, some jobs are cancelled, and a node
 * is killed in the middle. Each job must end as its parents require. The graph has 600 jobs, with
 * {@code -Dfaults} 10,000.
 */
@Execution(ExecutionMode.SAME_THREAD)
@ExtendWith(SharedCluster.class)
class GraphIT {
  private static final int JOBS = System.getProperty("faults") == null ? 600 : 10_000;
  private static final int FAN = JOBS / 4;
  private static final int MAX_PARENTS = 100;
  private static final Duration LIMIT = Duration.ofMinutes(10);
  private static final List<String> ENDS = List.of("succeeded", "failed", "ended");

  private final Random random = new Random(7);
  private final List<String> ids = new ArrayList<>();
  private final Map<String, Map<String, String>> parents = new HashMap<>();
  private final Map<String, Boolean> failing = new HashMap<>();
  private final Set<String> canceled = new HashSet<>();
  private final Cluster cluster;

  GraphIT(Cluster cluster) {
    this.cluster = cluster;
    cluster.repair();
  }

  @Test
  void each_job_of_a_graph_ends_as_its_parents_say_although_a_node_is_killed() {
    String lines = graph();
    PatientClient client = new PatientClient(cluster.node(0));
    HttpResponse<String> created =
        client.send(
            "POST", "/job?operation=group", Map.of("Content-Type", "application/x-ndjson"), lines);
    assertThat(created.statusCode()).as(created.body()).isEqualTo(202);
    String group = JsonPath.from(created.body()).getString("id");

    Server victim = cluster.node(1);
    awaitDone(client, group, JOBS / 5);
    cancelSome(client);
    victim.kill();
    awaitDone(client, group, JOBS / 2);
    victim.start();
    awaitDone(client, group, JOBS);
    Awaitility.await("the end of the group")
        .atMost(LIMIT)
        .until(() -> status(client, group).getString("status").equals("Succeeded"));

    Map<String, JsonPath> ends = ends(client, group);
    assertThat(ends.keySet()).isEqualTo(Set.copyOf(ids));
    ends.forEach((id, end) -> assertThat(fault(id, end, ends)).as(id).isEmpty());
    startedAfterTheirParents(client, ends);
  }

  /** Returns one job a line, each behind its parents. */
  private String graph() {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < JOBS; i++) {
      String id = UUID.randomUUID().toString();
      Map<String, String> after = parents(i);
      ids.add(id);
      parents.put(id, after);
      failing.put(id, i > 0 && random.nextInt(3) == 0);
      String list =
          after.entrySet().stream()
              .map(p -> "{\"job\":\"%s\",\"on\":\"%s\"}".formatted(p.getKey(), p.getValue()))
              .collect(Collectors.joining(","));
      lines.append(
          "{\"operation\":\"simulate\",\"id\":\"%s\",\"after\":[%s],\"input\":{\"steps\":1%s}}\n"
              .formatted(id, list, failing.get(id) ? ",\"failAtStep\":1" : ""));
    }
    return lines.toString();
  }

  private Map<String, String> parents(int index) {
    Map<String, String> after = new HashMap<>();
    if (index > 0 && index <= FAN) {
      after.put(ids.get(0), "succeeded");
    } else if (index > FAN && index <= FAN + FAN / MAX_PARENTS) {
      int first = 1 + (index - FAN - 1) * MAX_PARENTS;
      ids.subList(first, first + MAX_PARENTS).forEach(id -> after.put(id, "ended"));
    } else if (index > FAN) {
      for (int p = random.nextInt(4); p > 0; p--) {
        after.put(ids.get(random.nextInt(index)), ENDS.get(random.nextInt(ENDS.size())));
      }
    }
    return after;
  }

  private void cancelSome(PatientClient client) {
    for (int i = 0; i < JOBS / 50; i++) {
      String id = ids.get(random.nextInt(JOBS));
      if (!status(client, id).getString("status").equals("NotStarted")) {
        continue;
      }
      canceled.add(id);
      assertThat(client.send("DELETE", "/job/" + id, Map.of(), "").statusCode())
          .isBetween(200, 204);
    }
  }

  private void awaitDone(PatientClient client, String group, int jobs) {
    Awaitility.await(jobs + " jobs have ended")
        .atMost(LIMIT)
        .pollInterval(Duration.ofMillis(200))
        .until(() -> status(client, group).getInt("progress.done") >= jobs);
  }

  private static JsonPath status(PatientClient client, String id) {
    return JsonPath.from(client.send("GET", "/job/" + id + "/status", Map.of(), "").body());
  }

  private static Map<String, JsonPath> ends(PatientClient client, String group) {
    return client
        .send("GET", "/job/" + group + "/output", Map.of(), "")
        .body()
        .lines()
        .map(JsonPath::from)
        .collect(Collectors.toMap(line -> line.getString("id"), line -> line));
  }

  /** Returns what is wrong with the end of a job; empty when nothing is. */
  private String fault(String id, JsonPath end, Map<String, JsonPath> ends) {
    String status = end.getString("status");
    if (status.equals("Canceled")) {
      return canceled.contains(id) ? "" : "nobody cancelled it";
    }
    if (parents.get(id).keySet().stream().anyMatch(parent -> wasRemoved(parent, ends))) {
      return "";
    }
    Set<String> broken =
        parents.get(id).entrySet().stream()
            .filter(p -> !isMet(p.getValue(), ends.get(p.getKey()).getString("status")))
            .map(Map.Entry::getKey)
            .collect(Collectors.toSet());
    if (!broken.isEmpty()) {
      return status.equals("Failed") && broken.contains(end.getString("error.job"))
          ? ""
          : "it should have failed with one of " + broken + ", not " + end.prettify();
    }
    return status.equals(failing.get(id) ? "Failed" : "Succeeded")
            && end.getString("error.job") == null
        ? ""
        : "it should have run: " + end.prettify();
  }

  /** A job that ended before it could be cancelled: its children may have seen either. */
  private boolean wasRemoved(String id, Map<String, JsonPath> ends) {
    return canceled.contains(id) && !ends.get(id).getString("status").equals("Canceled");
  }

  private static boolean isMet(String on, String status) {
    return switch (on) {
      case "succeeded" -> status.equals("Succeeded");
      case "failed" -> status.equals("Failed");
      default -> true;
    };
  }

  private void startedAfterTheirParents(PatientClient client, Map<String, JsonPath> ends) {
    List<String> ran =
        ids.stream()
            .filter(id -> !ends.get(id).getString("status").equals("Canceled"))
            .filter(id -> ends.get(id).getString("error.job") == null)
            .filter(id -> !parents.get(id).isEmpty())
            .limit(200)
            .toList();
    for (String id : ran) {
      Instant start = Instant.parse(status(client, id).getString("startedAt"));
      for (String parent : parents.get(id).keySet()) {
        assertThat(Instant.parse(status(client, parent).getString("finishedAt")))
            .as("%s before %s", parent, id)
            .isBeforeOrEqualTo(start);
      }
    }
  }
}
