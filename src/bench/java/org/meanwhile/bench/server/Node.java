package org.meanwhile.bench.server;

import java.io.FileNotFoundException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * The built WAR on Payara Micro with PostgreSQL, together with the bare WAR and the one written by
 * hand.
 */
public final class Node implements AutoCloseable {
  private static final String READY = "/health/ready";

  private final MicroServer server;

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
    List<String> all = new ArrayList<>(flags);
    settings.forEach((key, value) -> all.add("-D" + key + "=" + value));
    server = new MicroServer(name, all, environment(database), applications(database, war));
    server.awaitAnswers(READY, BareWar.CONSTANT);
  }

  private static Map<String, String> environment(Database database) {
    return Map.of(
        "MEANWHILE_DB_CLASS",
        "org.postgresql.ds.PGSimpleDataSource",
        "MEANWHILE_DB_URL",
        database.url(),
        "MEANWHILE_DB_USER",
        database.name(),
        "MEANWHILE_DB_PASSWORD",
        database.name());
  }

  private static List<String> applications(Database database, String war) {
    return List.of(
        "--deploy",
        war,
        "--contextroot",
        "/",
        "--deploy",
        BareWar.exploded().toString(),
        "--deploy",
        ByHandWar.exploded(database).toString());
  }

  /** The port on the loopback interface. */
  public int port() {
    return server.port();
  }

  /** Returns the size of the live objects on the heap. Stops all threads of the node meanwhile. */
  public long liveHeapBytes() {
    return server.liveHeapBytes();
  }

  /** Sends a GET; returns any answer. */
  public HttpResponse<String> get(String path) {
    return server.get(path);
  }

  /** Sends a GET as the caller of a token; returns any answer. */
  public HttpResponse<String> get(String path, String token) {
    return server.send(
        HttpRequest.newBuilder(server.uri(path))
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
    return HttpRequest.newBuilder(server.uri("/job"))
        .timeout(Duration.ofSeconds(30))
        .header("Content-Type", "application/json")
        .POST(HttpRequest.BodyPublishers.ofString(json));
  }

  private UUID submit(HttpRequest request) {
    HttpResponse<String> response = server.send(request);
    if (response.statusCode() != 202) {
      throw new IllegalStateException(response.statusCode() + " " + response.body());
    }
    String location = response.headers().firstValue("Location").orElseThrow();
    return UUID.fromString(location.substring(location.lastIndexOf('/') + 1));
  }

  /** Submits a group by a file with a member a line; returns the group's id. */
  public UUID group(Path members) {
    try {
      return submit(
          HttpRequest.newBuilder(server.uri("/job?operation=group"))
              .timeout(Duration.ofMinutes(10))
              .header("Content-Type", "application/x-ndjson")
              .POST(HttpRequest.BodyPublishers.ofFile(members))
              .build());
    } catch (FileNotFoundException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The same as {@link #get(String)} with further fields. */
  public HttpResponse<String> get(String path, Map<String, String> fields) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(server.uri(path)).timeout(Duration.ofMinutes(2));
    fields.forEach(request::header);
    return server.send(request.build());
  }

  /** Submits a job and is answered at its end, within a minute. */
  public HttpResponse<String> run(String json) {
    HttpResponse<String> response =
        server.send(
            submission(json).header("Prefer", "wait=60").timeout(Duration.ofMinutes(2)).build());
    if (response.statusCode() != 303) {
      throw new IllegalStateException(response.statusCode() + " " + response.body());
    }
    return response;
  }

  /** Submits a job and waits until it has succeeded. */
  public UUID runToSuccess(String json, Duration limit) {
    return runUntil("\"Succeeded\"", json, limit);
  }

  /** Submits a job and waits until it has ended. */
  public UUID runToEnd(String json, Duration limit) {
    return runUntil("\"finishedAt\"", json, limit);
  }

  private UUID runUntil(String member, String json, Duration limit) {
    UUID job = submit(json);
    Wait.until(
        member,
        limit,
        Duration.ofMillis(100),
        () -> get("/job/" + job + "/status").body().contains(member));
    return job;
  }

  /** Stops the node by SIGTERM, and by SIGKILL after a minute. */
  @Override
  public void close() {
    server.close();
  }
}
