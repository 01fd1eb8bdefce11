package org.meanwhile.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;

import io.restassured.path.json.JsonPath;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.meanwhile.contract.support.Client;
import org.meanwhile.contract.support.ClientLanguage;
import org.meanwhile.contract.support.ClientProcess;
import org.meanwhile.contract.support.ClientsServer;
import org.meanwhile.contract.support.ClientsServer.Clients;
import org.meanwhile.contract.support.FaultyProxy;
import org.meanwhile.contract.support.FaultyProxy.CutAnswer;
import org.meanwhile.contract.support.FaultyProxy.CutRequest;
import org.meanwhile.contract.support.FaultyProxy.LoseAnswer;
import org.meanwhile.contract.support.FaultyProxy.Refuse;

/**
 * The worker loops in {@code src/client}, as processes that are killed, paused, cut off and
 * stopped. They write what they do into a ledger: nothing may be lost, and nothing done twice that
 * counts. Others that use the server meanwhile have jobs of other operations.
 */
@ExtendWith(ClientsServer.class)
class WorkersIT {
  private static final int FILE_BYTES = 5_000_000;
  private static final int CUT_BYTES = 1_000_000;

  @TempDir private Path directory;
  private final Clients clients;
  private final Client client;
  private final String mark = UUID.randomUUID().toString();
  private Path ledger;

  WorkersIT(Clients clients) {
    this.clients = clients;
    client = clients.client();
  }

  @BeforeEach
  void open_the_ledger() throws IOException {
    ledger = Files.createFile(directory.resolve("ledger"));
  }

  private ClientProcess worker(ClientLanguage language, String name) {
    return worker(language, client.base().toString(), name);
  }

  private ClientProcess worker(ClientLanguage language, String way, String name) {
    ClientProcess worker = ClientProcess.start(language, way, "work", name, ledger.toString());
    Awaitility.await(name).until(() -> worker.lines().contains("ready"));
    return worker;
  }

  private String accepted(String operation, Map<String, ?> input) {
    return client.accepted(
        Map.of("operation", operation, "input", input, "labels", Map.of("test", mark)));
  }

  private String acceptedWithFile(String operation, byte[] file) {
    String job =
        "{\"operation\": \"%s\", \"labels\": {\"test\": \"%s\"}}".formatted(operation, mark);
    return client
        .upload()
        .multiPart("job", "job.json", job.getBytes(StandardCharsets.UTF_8), "application/json")
        .multiPart("file", "file.txt", file, "text/plain")
        .post("/job")
        .then()
        .statusCode(202)
        .extract()
        .path("id");
  }

  /** What workers of this test did: the name of the worker, and the step. */
  private List<String> done() {
    try {
      return Files.readAllLines(ledger).stream().map(line -> line.replace(mark + " ", "")).toList();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private void awaitDone(String what) {
    Awaitility.await(what).until(() -> done().contains(what));
  }

  @ParameterizedTest
  @EnumSource
  void a_worker_reads_the_file_and_sends_the_output(ClientLanguage language) {
    try (ClientProcess worker = worker(language, "a")) {
      String id = acceptedWithFile("shout", "how loud ü\n".getBytes(StandardCharsets.UTF_8));

      assertThat(client.awaitEnd(id).getString("status")).as(worker.said()).isEqualTo("Succeeded");
      client
          .output(id)
          .then()
          .statusCode(200)
          .header("Content-Type", containsString("text/plain"))
          .header("Content-Disposition", containsString("loud"));
      assertThat(client.output(id).asByteArray())
          .isEqualTo("HOW LOUD Ü\n".getBytes(StandardCharsets.UTF_8));
      assertThat(done()).containsExactly("a shout");
    }
  }

  @ParameterizedTest
  @EnumSource
  void a_worker_tells_progress_and_lines_and_appends_to_the_output(ClientLanguage language) {
    try (ClientProcess worker = worker(language, "a")) {
      String id = accepted("steps", Map.of("steps", 3, "seconds", 0.1));

      JsonPath document = client.awaitEnd(id);
      assertThat(document.getString("status")).as(worker.said()).isEqualTo("Succeeded");
      assertThat(document.getMap("progress"))
          .containsEntry("done", 3)
          .containsEntry("total", 3)
          .containsEntry("unit", "steps");
      assertThat(client.output(id).asString()).isEqualTo("0\n1\n2\n");
      assertThat(client.ask().get("/job/{id}/log", id).asString().lines())
          .containsExactly("step 0", "step 1", "step 2");
      assertThat(done()).containsExactly("a 0", "a 1", "a 2");
    }
  }

  @ParameterizedTest
  @EnumSource
  void a_worker_fails_an_attempt_in_its_own_words(ClientLanguage language) {
    try (ClientProcess worker = worker(language, "a")) {
      String id = accepted("break", Map.of("code", "no-such-month", "failures", 2));

      JsonPath document = client.awaitEnd(id);
      assertThat(document.getString("status")).as(worker.said()).isEqualTo("Failed");
      assertThat(document.getString("error.code")).isEqualTo("no-such-month");
      assertThat(document.getString("error.message")).isEqualTo("as the input says");
      assertThat(done()).containsExactly("a break", "a break");
    }
  }

  @ParameterizedTest
  @EnumSource
  void a_handler_is_told_when_its_checkpoint_is_too_large(ClientLanguage language) {
    try (ClientProcess worker = worker(language, "a")) {
      String id = accepted("break", Map.of("code", "unused", "checkpointBytes", 100_000));

      JsonPath document = client.awaitEnd(id);
      assertThat(document.getString("error.code")).as(worker.said()).isEqualTo("worker-failed");
      assertThat(done()).containsExactly("a break", "a break");
    }
  }

  @ParameterizedTest
  @EnumSource
  void the_job_of_a_killed_worker_goes_on_at_its_checkpoint(ClientLanguage language) {
    String id = accepted("steps", Map.of("steps", 6, "seconds", 0.3));
    try (ClientProcess first = worker(language, "a")) {
      awaitDone("a 2");
      first.signal("KILL");
    }
    List<String> before = done();
    try (ClientProcess second = worker(language, "b")) {
      assertThat(client.awaitEnd(id).getString("status")).as(second.said()).isEqualTo("Succeeded");
    }
    assertThat(client.output(id).asString()).isEqualTo("0\n1\n2\n3\n4\n5\n");
    // At most the step in which it was killed is done again.
    int steps = before.size();
    assertThat(done().get(steps)).isIn("b " + (steps - 1), "b " + steps);
    assertThat(done()).hasSizeBetween(6, 7).endsWith("b 5");
  }

  @ParameterizedTest
  @EnumSource
  void a_worker_that_was_paused_past_its_lease_stops(ClientLanguage language) {
    String id = accepted("steps", Map.of("steps", 8, "seconds", 0.3));
    try (ClientProcess first = worker(language, "a")) {
      awaitDone("a 1");
      first.signal("STOP");
      try (ClientProcess second = worker(language, "b")) {
        Awaitility.await("the other").until(() -> done().stream().anyMatch(s -> s.startsWith("b")));
        List<String> before = done().stream().filter(step -> step.startsWith("a")).toList();
        first.signal("CONT");

        assertThat(client.awaitEnd(id).getString("status"))
            .as(second.said())
            .isEqualTo("Succeeded");
        assertThat(client.output(id).asString()).isEqualTo("0\n1\n2\n3\n4\n5\n6\n7\n");
        assertThat(done().stream().filter(step -> step.startsWith("a")))
            .as("it was in a step, and begins no other")
            .hasSizeLessThanOrEqualTo(before.size() + 1);
        assertThat(done()).contains("b 7").doesNotContain("a 7");
        second.signal("KILL");
      }
      String next = accepted("steps", Map.of("steps", 1));
      assertThat(client.awaitEnd(next).getString("status")).as(first.said()).isEqualTo("Succeeded");
      assertThat(done()).endsWith("a 0");
    }
  }

  @ParameterizedTest
  @EnumSource
  void files_and_outputs_go_on_where_the_network_was_cut(ClientLanguage language) {
    byte[] file = new byte[FILE_BYTES];
    for (int i = 0; i < file.length; i++) {
      file[i] = (byte) (i * 31 + i / 251);
    }
    try (FaultyProxy proxy = clients.faulty();
        ClientProcess worker = worker(language, proxy.uri().toString(), "a")) {
      proxy
          .next("GET /lease/.*/file", new CutAnswer(CUT_BYTES))
          .next("PUT /lease/.*/output", new CutRequest(CUT_BYTES))
          .next("PATCH /lease/.*/output", new CutRequest(CUT_BYTES))
          .next("PATCH /lease/.*/output", new LoseAnswer());

      String id = acceptedWithFile("copy", file);

      assertThat(client.awaitEnd(id).getString("status")).as(worker.said()).isEqualTo("Succeeded");
      assertThat(Arrays.equals(client.output(id).asByteArray(), file)).as("the same").isTrue();
      assertThat(done()).containsExactly("a copy");
      assertThat(proxy.heads("PUT /lease/.*/output")).hasSize(1);
      assertThat(proxy.heads("PATCH /lease/.*/output").get(0).toLowerCase())
          .containsPattern("upload-offset: [1-9]\\d{4,}\r\n");
    }
  }

  @ParameterizedTest
  @EnumSource
  void an_end_that_is_sent_again_ends_the_job_once(ClientLanguage language) {
    try (FaultyProxy proxy = clients.faulty();
        ClientProcess worker = worker(language, proxy.uri().toString(), "a")) {
      proxy
          .next("POST /lease/.*/end", new LoseAnswer())
          .next("POST /lease/.*/end", new Refuse(503, 1))
          .next("PATCH /lease", new Refuse(503, 1));

      String first = accepted("steps", Map.of("steps", 2, "seconds", 0.1));
      assertThat(client.awaitEnd(first).getString("status"))
          .as(worker.said())
          .isEqualTo("Succeeded");
      String second = accepted("steps", Map.of("steps", 1));
      assertThat(client.awaitEnd(second).getString("status")).isEqualTo("Succeeded");

      assertThat(done()).containsExactly("a 0", "a 1", "a 0");
      Awaitility.await().until(() -> proxy.heads("POST /lease/.*/end").size() == 4);
      assertThat(client.status(first).getInt("attempt")).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @EnumSource
  void a_job_that_is_cancelled_stops_at_its_worker(ClientLanguage language) {
    try (ClientProcess worker = worker(language, "a")) {
      String id = accepted("idle", Map.of());
      awaitDone("a begin");

      client.cancel(id);

      awaitDone("a over");
      assertThat(client.awaitEnd(id).getString("status")).as(worker.said()).isEqualTo("Canceled");
    }
  }

  @ParameterizedTest
  @EnumSource
  void a_worker_that_is_stopped_hands_its_jobs_back(ClientLanguage language) {
    try (ClientProcess first = worker(language, "a")) {
      String id = accepted("idle", Map.of());
      awaitDone("a begin");
      first.signal("TERM");
      Awaitility.await("its end").until(first::hasEnded);

      try (ClientProcess second = worker(language, "b")) {
        // Not at once: the server may give it to the request that the first worker has broken off.
        awaitDone("b begin");
        assertThat(client.status(id).getInt("attempt")).as(second.said()).isEqualTo(1);
        client.cancel(id);
        awaitDone("b over");
      }
      assertThat(done()).containsExactly("a begin", "a over", "b begin", "b over");
    }
  }
}
