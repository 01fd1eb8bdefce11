package org.meanwhile.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.meanwhile.contract.Problems.problem;

import io.restassured.path.json.JsonPath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What was acknowledged is not forgotten, whatever ends the server. */
class DurabilityIT {
  private static Server server;
  private static Client client;

  @BeforeAll
  static void start() {
    server =
        new Server("durability")
            .with("meanwhile.work.heartbeat", "PT0.5S")
            .with("meanwhile.work.dead-after", "PT2S")
            .start();
    client = server.client();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void what_was_accepted_survives_a_crash() throws IOException {
    String output = client.ended(Map.of("outputBytes", 1_000_000));
    String tag = client.output(output).header("ETag");
    String cancelled = waiting();
    client.cancel(cancelled);
    String deleted = client.ended(Map.of("outputBytes", 10));
    client.ask().delete("/job/{id}/output", deleted).then().statusCode(200);
    String running = client.simulated(Map.of("duration", "PT14S", "steps", 70, "outputBytes", 30));
    client.await(
        running, job -> job.get("progress.done") != null && job.getInt("progress.done") > 12);
    List<String> fresh = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      fresh.add(client.simulated(Map.of("outputBytes", i)));
    }

    server.kill();
    server.start();

    for (int i = 0; i < 20; i++) {
      JsonPath job = client.awaitEnd(fresh.get(i));
      assertThat(job.getString("status")).isEqualTo("Succeeded");
      assertThat(job.getInt("output.size")).isEqualTo(i);
    }
    JsonPath again = client.awaitEnd(running);
    assertThat(again.getString("status")).isEqualTo("Succeeded");
    assertThat(again.getString("progress.message")).startsWith("went on after step ");
    assertThat(scratchDirectories()).as("the dead process' is gone").hasSize(1);
    assertThat(client.output(running).asByteArray()).hasSize(30);
    client
        .output(output)
        .then()
        .statusCode(200)
        .header("ETag", tag)
        .header("Content-Length", "1000000");
    client.poll(cancelled).then().spec(problem(410, "job-canceled"));
    client.output(deleted).then().spec(problem(410, "output-deleted"));
  }

  @Test
  void a_stop_hands_running_jobs_back() {
    String running = client.simulated(Map.of("duration", "PT20S", "steps", 20));
    client.awaitRunning(running);
    String waiting = waiting();

    server.stop();
    // What was still running would count as a crash, and one too many.
    server.with("meanwhile.work.crashes", 1).start();

    client.poll(waiting).then().statusCode(200).body("status", equalTo("NotStarted"));
    JsonPath again = client.awaitRunning(running);
    assertThat(again.getInt("attempt")).as("a stop is no attempt").isEqualTo(1);
    client.cancel(running).then().statusCode(200);
    server.with("meanwhile.work.crashes", 3);
  }

  private static List<Path> scratchDirectories() throws IOException {
    try (Stream<Path> all = Files.list(server.temporary())) {
      return all.filter(path -> path.getFileName().toString().startsWith("meanwhile-")).toList();
    }
  }

  private static String waiting() {
    return client.accepted(Map.of("operation", "simulate", "startAt", Client.TOMORROW));
  }
}
