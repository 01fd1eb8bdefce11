package org.meanwhile.artifact;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.meanwhile.contract.support.Client;
import org.meanwhile.contract.support.Server;
import org.meanwhile.edge.support.Proxy;

/** The entry point of the container, run as a process of this machine. */
class EntryPointIT {
  private static final Path SCRIPT = Path.of("src/main/container/meanwhile").toAbsolutePath();
  private static final Duration LIMIT = Duration.ofMinutes(5);

  private static final int PORT = Proxy.freePort();
  private static final int HEALTH_PORT = Proxy.freePort();

  /** What a JVM that was stopped by SIGTERM exits with. */
  private static final int STOPPED = 143;

  private static Path directory;
  private static Process node;

  @BeforeAll
  static void start() throws IOException, URISyntaxException {
    directory = Path.of(System.getProperty("it.directory"), "entry-point").toAbsolutePath();
    Path home = Files.createDirectories(directory.resolve("home"));
    Files.createDirectories(directory.resolve("state"));
    Files.createDirectories(directory.resolve("tmp"));
    link(home.resolve("payara-micro.jar"), Server.payaraMicro());
    link(home.resolve("meanwhile.war"), Path.of(System.getProperty("it.war")));
    link(home.resolve("meanwhile-classes.jar"), Path.of(System.getProperty("it.classes")));
    link(
        home.resolve("pre-boot-behind-proxy.txt"),
        Path.of("payara-config/pre-boot-behind-proxy.txt"));
    node = process("serve").redirectOutput(directory.resolve("node.log").toFile()).start();
    Runtime.getRuntime().addShutdownHook(new Thread(node::destroyForcibly));
    Awaitility.await("ready")
        .atMost(LIMIT)
        .pollInterval(Duration.ofMillis(500))
        .until(() -> !node.isAlive() || run("health") == 0);
    assertThat(node.isAlive()).as(directory.resolve("node.log").toString()).isTrue();
  }

  private static void link(Path link, Path target) throws IOException {
    Files.deleteIfExists(link);
    Files.createSymbolicLink(link, target.toAbsolutePath());
  }

  @AfterAll
  static void stop() throws InterruptedException {
    node.destroy();
    boolean ended = node.waitFor(1, TimeUnit.MINUTES);
    node.destroyForcibly();
    assertThat(ended).as("it ends by itself").isTrue();
    assertThat(node.exitValue()).isEqualTo(STOPPED);
  }

  private static ProcessBuilder process(String... arguments) {
    List<String> line = new ArrayList<>(List.of(SCRIPT.toString()));
    line.addAll(List.of(arguments));
    ProcessBuilder builder =
        new ProcessBuilder(line)
            .directory(directory.resolve("state").toFile())
            .redirectErrorStream(true);
    builder
        .environment()
        .putAll(
            new TreeMap<>(
                Map.of(
                    "MEANWHILE_HOME", directory.resolve("home").toString(),
                    "MEANWHILE_LISTEN", "127.0.0.1",
                    "MEANWHILE_PORT", Integer.toString(PORT),
                    "MEANWHILE_HEALTH_PORT", Integer.toString(HEALTH_PORT),
                    "JAVA_OPTIONS", "-Xmx400m -XX:+UseSerialGC -XX:TieredStopAtLevel=1",
                    "TMPDIR", directory.resolve("tmp").toString())));
    return builder;
  }

  private static int run(String... arguments) throws IOException, InterruptedException {
    Process process = process(arguments).start();
    process.getInputStream().readAllBytes();
    return process.waitFor();
  }

  @Test
  void a_token_that_was_made_beside_the_running_node_lets_its_owner_in()
      throws IOException, InterruptedException {
    Process make =
        process("token", "--name", "me", "--groups", "submitter", "--expires", "P1D").start();
    String token = new String(make.getInputStream().readAllBytes(), UTF_8).strip();
    assertThat(make.waitFor()).as(token).isZero();
    assertThat(
            new Client(URI.create("http://127.0.0.1:" + PORT))
                .askUndescribed()
                .get("/job")
                .statusCode())
        .isEqualTo(401);

    // The file is read again within two seconds.
    Awaitility.await().until(() -> status(PORT, "/job", token) == 200);
    assertThat(directory.resolve("state/data")).isNotEmptyDirectory();
    assertThat(directory.resolve("state/tokens.txt")).content().doesNotContain(token);
  }

  private static int status(int port, String path, String token) throws IOException {
    HttpURLConnection connection =
        (HttpURLConnection) URI.create("http://127.0.0.1:" + port + path).toURL().openConnection();
    connection.setRequestProperty("Authorization", "Bearer " + token);
    return connection.getResponseCode();
  }

  @Test
  void health_is_told_by_the_second_listener() throws IOException, InterruptedException {
    assertThat(run("health", "live")).isZero();
    assertThat(run("health", "nonsense")).isEqualTo(1);
    assertThat(status(HEALTH_PORT, "/health/ready", "")).isEqualTo(200);
  }

  @Test
  void an_unknown_command_is_told() throws IOException, InterruptedException {
    assertThat(run("sevre")).isEqualTo(2);
  }
}
