package org.meanwhile.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.restassured.path.json.JsonPath;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.meanwhile.contract.support.Client;
import org.meanwhile.contract.support.Server;

/** A bulk job goes on where it was when its server was killed. */
class BulkKillIT {
  private static final int JOBS = 300;

  @Test
  void each_job_is_run_again_once_although_the_server_is_killed_in_the_middle() {
    try (Server server =
        new Server("bulk-kill")
            .with("meanwhile.work.heartbeat", "PT0.5S")
            .with("meanwhile.work.dead-after", "PT2S")
            .with("meanwhile.work.progress-interval", "PT0.1S")) {
      server.start();
      Client client = server.client();
      List<String> canceled = new ArrayList<>();
      for (int i = 0; i < JOBS; i++) {
        canceled.add(client.accepted(Map.of("operation", "simulate", "startAt", Client.TOMORROW)));
      }
      client.awaitEnd(bulk(client, "cancel", "NotStarted"));

      String bulk = bulk(client, "rerun", "Canceled");
      client.await(bulk, document -> document.getLong("progress.done") > 0);
      server.kill();
      server.start();

      Client after = server.client();
      JsonPath end = after.awaitEnd(bulk);
      assertThat(end.getString("status")).isEqualTo("Succeeded");
      List<JsonPath> lines = after.output(bulk).asString().lines().map(JsonPath::new).toList();
      assertThat(lines).allSatisfy(line -> assertThat(line.getBoolean("done")).isTrue());
      assertThat(lines)
          .extracting(line -> line.getString("id"))
          .containsExactlyInAnyOrderElementsOf(canceled);
      assertThat(new HashSet<>(lines.stream().map(line -> line.getString("job")).toList()))
          .hasSize(JOBS);
      assertThat(made(after, bulk)).as("made").isEqualTo(JOBS);
    }
  }

  /** All of the group, page by page. */
  private static int made(Client client, String bulk) {
    int made = 0;
    String page = "/job?limit=200&group=" + bulk;
    while (page != null) {
      JsonPath list =
          client.askUndescribed().urlEncodingEnabled(false).get(page).then().extract().jsonPath();
      made += list.getList("items").size();
      page = list.getString("next");
    }
    return made;
  }

  private static String bulk(Client client, String action, String status) {
    return client.accepted(
        Map.of(
            "operation",
            "bulk",
            "input",
            Map.of("action", action, "filter", Map.of("status", status, "operation", "simulate"))));
  }
}
