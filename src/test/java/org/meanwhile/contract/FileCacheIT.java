package org.meanwhile.contract;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.meanwhile.contract.support.Problems.problem;

import io.restassured.response.Response;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.meanwhile.contract.support.Client;
import org.meanwhile.contract.support.Server;

/** Outputs that a node keeps as files, of a node with room for three of them. */
@Execution(ExecutionMode.SAME_THREAD)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class FileCacheIT {
  /** More than one chunk, and no multiple of a chunk. */
  private static final int SIZE = 3_000_007;

  private static final int MAX = 10_000_000;
  private static final String TEXT = "meanwhile\n";

  private static Server server;
  private static Client client;

  /** Makes each output another one. */
  private static int size = SIZE;

  @BeforeAll
  static void start() {
    server =
        new Server("file-cache")
            .with("meanwhile.download.cache.max-bytes", MAX)
            .with("meanwhile.download.cache.directory", "downloads")
            .start();
    client = server.client();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static String job() {
    return client.ended(Map.of("outputBytes", ++size, "mediaType", "text/plain"));
  }

  private static byte[] content(int bytes) {
    return TEXT.repeat(bytes / TEXT.length() + 1).substring(0, bytes).getBytes(UTF_8);
  }

  private static double downloads(String source) {
    return client
        .askUndescribed()
        .accept("text/plain")
        .get("/metrics")
        .asString()
        .lines()
        .filter(line -> line.startsWith("meanwhile_downloads_total{"))
        .filter(line -> line.contains("source=\"" + source + "\""))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
        .sum();
  }

  private static List<Path> files(Path directory) {
    try (Stream<Path> found = Files.walk(directory)) {
      return found.filter(Files::isRegularFile).filter(file -> !file.endsWith("lock")).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path fileOf(String id) {
    String sha256 = client.status(id).getString("output.sha256");
    Path directory = server.directory().resolve("downloads");
    Awaitility.await("the file of job " + id)
        .until(() -> files(directory).stream().anyMatch(file -> file.endsWith(sha256)));
    return files(directory).stream().filter(file -> file.endsWith(sha256)).findFirst().get();
  }

  @Test
  void the_second_download_is_the_same_and_comes_from_the_file() {
    String id = job();
    byte[] content = content(size);
    Response first = client.output(id);
    fileOf(id);
    double before = downloads("file");

    Response second = client.output(id);

    assertThat(first.asByteArray()).isEqualTo(content);
    assertThat(second.asByteArray()).isEqualTo(content);
    assertThat(second.headers().asList().stream().map(header -> header.getName()).toList())
        .isEqualTo(first.headers().asList().stream().map(header -> header.getName()).toList());
    for (String field : List.of("ETag", "Repr-Digest", "Content-Length", "Sunset")) {
      assertThat(second.header(field)).as(field).isEqualTo(first.header(field));
    }
    assertThat(downloads("file")).isEqualTo(before + 1);
  }

  @Test
  void ranges_come_from_the_file_too() {
    String id = job();
    byte[] content = content(size);
    String tag = client.output(id).header("ETag");
    fileOf(id);
    double before = downloads("file");

    Response range =
        client
            .ask()
            .header("Range", "bytes=524280-1048590")
            .header("If-Range", tag)
            .get("/job/{id}/output", id);

    range.then().statusCode(206).header("Content-Range", "bytes 524280-1048590/" + size);
    assertThat(range.asByteArray()).isEqualTo(Arrays.copyOfRange(content, 524280, 1048591));
    assertThat(downloads("file")).isEqualTo(before + 1);
  }

  @Test
  void a_deleted_output_is_gone_at_once_and_its_file_soon() {
    String id = job();
    client.output(id);
    Path file = fileOf(id);

    client.ask().delete("/job/{id}/output", id).then().statusCode(200);

    client.output(id).then().spec(problem(410, "output-deleted"));
    Awaitility.await("the file is deleted").until(() -> !Files.exists(file));
  }

  @Test
  void a_file_that_somebody_has_changed_is_not_sent() throws IOException {
    String id = job();
    byte[] content = content(size);
    client.output(id);
    Path file = fileOf(id);
    Files.write(file, new byte[size]);
    Files.setLastModifiedTime(file, FileTime.from(Instant.now().plusSeconds(1)));

    assertThat(client.output(id).asByteArray()).isEqualTo(content);
  }

  @Test
  void the_files_stay_within_their_limit() {
    List<String> ids = IntStream.range(0, 5).mapToObj(i -> job()).toList();
    for (String id : ids) {
      client.output(id).then().statusCode(200);
      fileOf(id);
    }

    Path directory = server.directory().resolve("downloads");
    assertThat(files(directory).stream().mapToLong(file -> file.toFile().length()).sum())
        .isPositive()
        .isLessThanOrEqualTo(MAX);
    assertThat(client.output(ids.get(0)).asByteArray()).hasSize(size - 4);
  }

  @Test
  void a_second_node_in_the_same_directory_leaves_the_files_alone() {
    String id = job();
    client.output(id);
    Path file = fileOf(id);

    try (Server other =
        new Server("file-cache-other")
            .with("meanwhile.download.cache.directory", server.directory().resolve("downloads"))
            .start()) {
      assertThat(file).exists();
      other.stop();
    }

    assertThat(file).exists();
  }

  @Test
  @Order(Integer.MAX_VALUE)
  void a_start_after_a_crash_begins_without_files() {
    String id = job();
    byte[] content = content(size);
    client.output(id);
    Path file = fileOf(id);

    server.kill();
    assertThat(file).exists();
    server.start();

    assertThat(file).doesNotExist();
    assertThat(client.output(id).asByteArray()).isEqualTo(content);
    server.stop();
    assertThat(files(server.directory().resolve("downloads"))).isEmpty();

    server.with("meanwhile.download.cache.max-bytes", 0).start();
    for (int time = 0; time < 2; time++) {
      assertThat(client.output(id).asByteArray()).isEqualTo(content);
    }
    assertThat(downloads("database")).isEqualTo(2);
    assertThat(files(server.directory().resolve("downloads"))).isEmpty();
  }
}
