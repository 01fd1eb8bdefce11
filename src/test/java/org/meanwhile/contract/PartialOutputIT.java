package org.meanwhile.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.startsWith;
import static org.meanwhile.contract.support.Problems.problem;

import io.restassured.response.Response;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.meanwhile.contract.support.Client;
import org.meanwhile.contract.support.SharedServer;

/** The output of a running job, as far as it is there (RFC 8673). */
@ExtendWith(SharedServer.class)
class PartialOutputIT {
  private final Client client;

  /** A program waits for this file. */
  private Path gate;

  PartialOutputIT(Client client) {
    this.client = client;
  }

  @BeforeEach
  void prepare(@TempDir Path directory) {
    gate = directory.resolve("gate");
  }

  /** A program that writes its file to its standard output, and pauses where the file says so. */
  private String said(String lines) {
    return client
        .upload()
        .multiPart("job", "{\"operation\":\"say-slowly\"}", "application/json")
        .multiPart("file", "in.txt", lines.getBytes(StandardCharsets.UTF_8), "text/plain")
        .post("/job")
        .then()
        .statusCode(202)
        .extract()
        .path("id");
  }

  private Response range(String id, String range) {
    return range(id, range, "*");
  }

  private Response range(String id, String range, String ifMatch) {
    return client
        .ask()
        .header("If-Match", ifMatch)
        .header("Range", range)
        .header("Prefer", "wait=60")
        .get("/job/{id}/output", id);
  }

  @Test
  void what_is_there_is_read_while_the_job_runs() throws IOException {
    String id = said("abc\nawait " + gate + "\ndef\nawait /never\n");

    Response first = range(id, "bytes=0-");
    Files.createFile(gate);
    Response second = range(id, "bytes=3-");
    Response middle = range(id, "bytes=1-4");

    first
        .then()
        .statusCode(206)
        .header("Content-Range", "bytes 0-2/*")
        .header("ETag", "\"p-1\"")
        .header("Cache-Control", containsString("no-store"))
        .header("Content-Type", startsWith("application/octet-stream"))
        .header("X-Content-Type-Options", "nosniff")
        .header("Preference-Applied", "wait=60")
        .header("Repr-Digest", equalTo(null))
        .body(equalTo("abc"));
    second.then().statusCode(206).header("Content-Range", "bytes 3-5/*").body(equalTo("def"));
    middle.then().statusCode(206).header("Content-Range", "bytes 1-4/*").body(equalTo("bcde"));
    assertThat(client.status(id).getString("status")).isEqualTo("Running");
    client.cancel(id);
  }

  @Test
  void without_an_open_range_nothing_changes() {
    String id = said("abc\nawait /never\n");
    range(id, "bytes=0-").then().statusCode(206);

    for (Map<String, String> fields :
        List.of(
            Map.<String, String>of(),
            Map.of("Range", "bytes=-2"),
            Map.of("Range", "bytes=0-0,2-2"),
            Map.of("Range", "bytes=3-"))) {
      client
          .ask()
          .headers(fields)
          .get("/job/{id}/output", id)
          .then()
          .spec(problem(404, "output-not-ready"))
          .header("Retry-After", matchesPattern("[0-9]+"));
    }
    client.ask().header("Range", "bytes=0-").head("/job/{id}/output", id).then().statusCode(404);
    client.cancel(id);
    range(id, "bytes=0-").then().spec(problem(410, "job-canceled"));
  }

  @Test
  void an_other_run_is_read_from_its_begin() {
    String id = said("abc\nawait /never\n");
    range(id, "bytes=0-").then().statusCode(206);

    client
        .ask()
        .header("Range", "bytes=2-")
        .header("If-Range", "\"p-1\"")
        .get("/job/{id}/output", id)
        .then()
        .statusCode(206)
        .header("Content-Range", "bytes 2-2/*");
    client
        .ask()
        .header("Range", "bytes=2-")
        .header("If-Range", "\"p-0\"")
        .get("/job/{id}/output", id)
        .then()
        .statusCode(206)
        .header("Content-Range", "bytes 0-2/*")
        .header("ETag", "\"p-1\"");
    for (String tags : List.of("\"p-1\"", "\"a\", ,\"p-1\"", "*")) {
      range(id, "bytes=0-", tags).then().statusCode(206);
    }
    for (String tags : List.of("\"p-0\"", "W/\"p-1\"")) {
      range(id, "bytes=0-", tags).then().spec(problem(412, "precondition-failed"));
    }
    client.cancel(id);
  }

  @Test
  void the_end_of_the_job_ends_a_wait_with_the_whole() throws IOException {
    String id = said("abc\nawait " + gate + "\n");
    range(id, "bytes=0-").then().statusCode(206).header("Content-Range", "bytes 0-2/*");

    range(id, "bytes=1-").then().statusCode(206).header("Content-Range", "bytes 1-2/*");
    Files.createFile(gate);
    range(id, "bytes=3-").then().spec(problem(416));
    client.awaitEnd(id);
    range(id, "bytes=1-")
        .then()
        .statusCode(206)
        .header("Content-Range", "bytes 1-2/3")
        .header("Repr-Digest", startsWith("sha-256=:"));
  }

  @Test
  void an_export_grows() {
    String id = client.accepted(Map.of("operation", "export", "input", Map.of("query", "numbers")));
    client.awaitEnd(id);

    range(id, "bytes=0-7").then().statusCode(206).header("Content-Range", startsWith("bytes 0-7/"));
  }

  @Test
  void the_catalogue_says_which_outputs_grow() {
    for (Map.Entry<String, Boolean> each :
        Map.of("export", true, "say-slowly", true, "sort", false, "backup", false).entrySet()) {
      client
          .ask()
          .get("/operation/{name}", each.getKey())
          .then()
          .body("appendOnly", equalTo(each.getValue()));
    }
  }

  @Test
  void an_output_that_does_not_grow_is_read_when_it_is_whole() {
    String id = client.simulated(Map.of("duration", "PT30S", "outputBytes", 10));

    client
        .ask()
        .header("Range", "bytes=0-")
        .get("/job/{id}/output", id)
        .then()
        .spec(problem(404, "output-not-ready"));
    client.cancel(id);
  }
}
