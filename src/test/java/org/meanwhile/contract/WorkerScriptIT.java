package org.meanwhile.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.restassured.path.json.JsonPath;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.meanwhile.contract.support.Client;
import org.meanwhile.contract.support.WorkerServer;

/** The worker of the manual, as it is. */
@ExtendWith(WorkerServer.class)
class WorkerScriptIT {
  private static final Path SCRIPT = Path.of("src", "client", "shell", "worker.sh");

  @TempDir private Path directory;
  private final WorkerServer.WithWorkers server;
  private final Client client;
  private Process worker;

  WorkerScriptIT(WorkerServer.WithWorkers server) {
    this.server = server;
    this.client = server.server().client();
  }

  @AfterEach
  void end() throws InterruptedException {
    worker.descendants().forEach(ProcessHandle::destroyForcibly);
    worker.destroyForcibly().waitFor();
  }

  private void start(String operation, String... program) throws IOException {
    List<String> line = new ArrayList<>(List.of(SCRIPT.toAbsolutePath().toString(), operation));
    Collections.addAll(line, program);
    ProcessBuilder builder =
        new ProcessBuilder(line)
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("worker.log").toFile());
    builder.environment().put("MEANWHILE", server.server().uri().toString());
    builder.environment().put("TYPE", "text/plain");
    worker = builder.start();
  }

  @Test
  void the_script_does_jobs_with_a_file_and_with_an_input() throws IOException {
    start("scripted", "tr", "a-z", "A-Z");

    String ofFile =
        client
            .upload()
            .multiPart("job", "{\"operation\":\"scripted\"}", "application/json")
            .multiPart("file", "in.txt", "hello".getBytes(StandardCharsets.UTF_8), "text/plain")
            .post("/job")
            .then()
            .statusCode(202)
            .extract()
            .path("id");
    String ofInput = client.accepted(Map.of("operation", "scripted"));

    assertThat(client.awaitEnd(ofFile).getString("status")).isEqualTo("Succeeded");
    client.output(ofFile).then().contentType("text/plain").body(equalTo("HELLO"));
    assertThat(client.awaitEnd(ofInput).getString("status")).isEqualTo("Succeeded");
    client.output(ofInput).then().body(equalTo("{}\n"));
  }

  @Test
  void a_program_that_fails_fails_the_job_with_what_it_says() throws IOException {
    start("scripted", "sh", "-c", "echo 'no such month' >&2; exit 3");

    String id = client.accepted(Map.of("operation", "scripted"));

    JsonPath ended = client.awaitEnd(id);
    assertThat(ended.getString("error.code")).isEqualTo("program-failed");
    assertThat(ended.getString("error.message")).contains("no such month");
    assertThat(ended.getInt("attempt")).isEqualTo(2);
    assertThat(client.ask().get("/job/{id}/log", id).asString()).contains("no such month");
  }

  @Test
  void a_job_that_is_canceled_stops_its_program() throws IOException {
    start("scripted", "sleep", "600");
    String id = client.accepted(Map.of("operation", "scripted"));
    client.awaitRunning(id);

    client.cancel(id).then().statusCode(200);

    assertThat(client.awaitEnd(id).getString("status")).isEqualTo("Canceled");
  }
}
