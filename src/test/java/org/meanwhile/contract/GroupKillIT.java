package org.meanwhile.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.restassured.path.json.JsonPath;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.meanwhile.contract.support.Client;
import org.meanwhile.contract.support.Server;

/** A group when its server is killed: while it is stored, and while its members run. */
class GroupKillIT {
  /** Fewer than a count counts to its end. */
  private static final int MANY = 9_000;

  private static final int JOBS = 300;

  private static Server server(String name) {
    return new Server(name)
        .with("meanwhile.work.heartbeat", "PT0.5S")
        .with("meanwhile.work.dead-after", "PT2S");
  }

  @Test
  void all_members_are_there_or_none_although_the_server_is_killed_while_they_are_stored()
      throws InterruptedException {
    String key = UUID.randomUUID().toString();
    try (Server server = server("group-kill-stored").with("meanwhile.roles", "api")) {
      server.start();
      Client client = server.client();
      CompletableFuture<Void> request =
          CompletableFuture.runAsync(() -> post(client, lines(MANY, "PT0S"), key));
      // Whenever it is, all or none must be there.
      Thread.sleep(1_000);
      server.kill();
      request.exceptionally(lost -> null).join();
      server.start();

      long before = jobs(server.client());
      assertThat(before).isIn(0L, MANY + 1L);

      String group = post(server.client(), lines(MANY, "PT0S"), key);
      assertThat(jobs(server.client())).isEqualTo(MANY + 1L);
      assertThat(server.client().status(group).getInt("members.NotStarted")).isEqualTo(MANY);
    }
  }

  @Test
  void a_group_ends_once_with_all_its_members_although_the_server_is_killed_while_they_run() {
    try (Server server = server("group-kill-running")) {
      server.start();
      Client client = server.client();
      String group = post(client, lines(JOBS, "PT0.1S"), UUID.randomUUID().toString());
      client.await(
          group,
          document -> {
            int done = document.getInt("progress.done");
            return done > 0 && done < JOBS;
          });
      server.kill();
      server.start();

      Client after = server.client();
      JsonPath end = after.awaitEnd(group);
      assertThat(end.getString("status")).isEqualTo("Succeeded");
      assertThat(end.getInt("members.Succeeded")).isEqualTo(JOBS);
      List<JsonPath> lines = after.output(group).asString().lines().map(JsonPath::new).toList();
      assertThat(lines)
          .allSatisfy(line -> assertThat(line.getString("status")).isEqualTo("Succeeded"));
      assertThat(new HashSet<>(lines.stream().map(line -> line.getString("id")).toList()))
          .hasSize(JOBS);
    }
  }

  private static String post(Client client, String lines, String key) {
    return client
        .askUndescribed()
        .contentType("application/x-ndjson")
        .header("Idempotency-Key", key)
        .body(lines.getBytes(StandardCharsets.UTF_8))
        .post("/job?operation=group")
        .then()
        .statusCode(202)
        .extract()
        .path("id");
  }

  private static String lines(int jobs, String duration) {
    String line = "{\"operation\":\"simulate\",\"input\":{\"duration\":\"" + duration + "\"}}";
    return IntStream.range(0, jobs).mapToObj(i -> line).collect(Collectors.joining("\n"));
  }

  /** How many jobs there are on the whole. */
  private static long jobs(Client client) {
    JsonPath list =
        client.askUndescribed().get("/job?counts=true&limit=1").then().extract().jsonPath();
    return list.getLong("counts.NotStarted");
  }
}
