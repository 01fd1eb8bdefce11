package org.meanwhile.bench.server;

import fish.payara.micro.PayaraMicro;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/**
 * The built WAR on Payara Micro with PostgreSQL, started as deploy.md tells operators, together
 * with the bare WAR and the one written by hand.
 */
public final class Node implements AutoCloseable {
  private static final Duration START_LIMIT = Duration.ofMinutes(10);
  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private final int port = freePort();
  private final Process process;

  /**
   * Starts the node and waits until it is ready.
   *
   * @param name the name of its directory
   * @param flags the flags of its JVM
   * @param settings settings of the WAR, by name
   */
  public Node(String name, Database database, List<String> flags, Map<String, String> settings) {
    this(name, database, flags, settings, System.getProperty("bench.war"));
  }

  /**
   * The same with another WAR.
   *
   * @param war its path
   */
  public Node(
      String name,
      Database database,
      List<String> flags,
      Map<String, String> settings,
      String war) {
    Path directory = JavaProcess.directory(name);
    ProcessBuilder builder =
        JavaProcess.jvm(arguments(directory, database, flags, settings, war))
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(
                ProcessBuilder.Redirect.appendTo(directory.resolve("server.log").toFile()));
    builder.environment().put("MEANWHILE_DB_CLASS", "org.postgresql.ds.PGSimpleDataSource");
    builder.environment().put("MEANWHILE_DB_URL", database.url());
    builder.environment().put("MEANWHILE_DB_USER", database.name());
    builder.environment().put("MEANWHILE_DB_PASSWORD", database.name());
    try {
      process = builder.start();
      process.getOutputStream().close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
    Wait.until(
        "ready, see " + directory.resolve("server.log"),
        START_LIMIT,
        Duration.ofMillis(300),
        this::isReady);
  }

  private List<String> arguments(
      Path directory,
      Database database,
      List<String> flags,
      Map<String, String> settings,
      String war) {
    List<String> line = new ArrayList<>(flags);
    line.add("-Djava.io.tmpdir=" + JavaProcess.directory(directory.getFileName() + "/tmp"));
    settings.forEach((name, value) -> line.add("-D" + name + "=" + value));
    line.addAll(List.of("-jar", payaraMicro()));
    line.addAll(List.of("--nohazelcast", "--disablephonehome", "--nohostaware"));
    line.addAll(List.of("--prebootcommandfile", System.getProperty("bench.preboot")));
    line.addAll(List.of("--port", Integer.toString(port)));
    line.addAll(List.of("--deploy", war, "--contextroot", "/"));
    line.addAll(List.of("--deploy", BareWar.exploded().toString()));
    line.addAll(List.of("--deploy", ByHandWar.exploded(database).toString()));
    return line;
  }

  private static String payaraMicro() {
    try {
      return Path.of(PayaraMicro.class.getProtectionDomain().getCodeSource().getLocation().toURI())
          .toString();
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private boolean isReady() {
    if (!process.isAlive()) {
      throw new IllegalStateException("the node ended with " + process.exitValue());
    }
    try {
      return get("/health/ready").statusCode() == 200 && get(BareWar.CONSTANT).statusCode() == 200;
    } catch (UncheckedIOException notYet) {
      return false;
    }
  }

  /** The port on the loopback interface. */
  public int port() {
    return port;
  }

  /** Returns the size of the live objects on the heap. Stops all threads of the node meanwhile. */
  public long liveHeapBytes() {
    Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
    try {
      Process histogram =
          new ProcessBuilder(jcmd.toString(), Long.toString(process.pid()), "GC.class_histogram")
              .start();
      return histogram
          .inputReader()
          .lines()
          .filter(line -> line.startsWith("Total "))
          .mapToLong(line -> Long.parseLong(line.split(" +")[2]))
          .findFirst()
          .orElseThrow();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Sends a GET; returns any answer. */
  public HttpResponse<String> get(String path) {
    return send(HttpRequest.newBuilder(uri(path)).timeout(Duration.ofSeconds(30)).build());
  }

  /** Sends a GET as the caller of a token; returns any answer. */
  public HttpResponse<String> get(String path, String token) {
    return send(
        HttpRequest.newBuilder(uri(path))
            .timeout(Duration.ofSeconds(30))
            .header("Authorization", "Bearer " + token)
            .build());
  }

  /**
   * Submits a job and returns its id.
   *
   * @param json the body of the request
   */
  public UUID submit(String json) {
    return submit(submission(json).build());
  }

  /** Submits a job as the caller of a token. */
  public UUID submit(String json, String token) {
    return submit(submission(json).header("Authorization", "Bearer " + token).build());
  }

  private HttpRequest.Builder submission(String json) {
    return HttpRequest.newBuilder(uri("/job"))
        .timeout(Duration.ofSeconds(30))
        .header("Content-Type", "application/json")
        .POST(HttpRequest.BodyPublishers.ofString(json));
  }

  private static UUID submit(HttpRequest request) {
    HttpResponse<String> response = send(request);
    if (response.statusCode() != 202) {
      throw new IllegalStateException(response.statusCode() + " " + response.body());
    }
    String location = response.headers().firstValue("Location").orElseThrow();
    return UUID.fromString(location.substring(location.lastIndexOf('/') + 1));
  }

  /** Submits a job and waits until it has succeeded. */
  public UUID runToSuccess(String json, Duration limit) {
    UUID job = submit(json);
    Wait.until(
        "succeeded",
        limit,
        Duration.ofMillis(100),
        () -> get("/job/" + job + "/status").body().contains("\"Succeeded\""));
    return job;
  }

  private URI uri(String path) {
    return URI.create("http://127.0.0.1:" + port + path);
  }

  private static HttpResponse<String> send(HttpRequest request) {
    try {
      return HTTP.send(request, BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Stops the node by SIGTERM, and by SIGKILL after a minute. */
  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(1, TimeUnit.MINUTES)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
    }
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
