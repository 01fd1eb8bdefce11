package org.meanwhile.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;

import io.restassured.path.json.JsonPath;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.meanwhile.cluster.support.Cluster;
import org.meanwhile.cluster.support.Postgres;
import org.meanwhile.contract.support.Client;
import org.meanwhile.contract.support.Server;

/** Three nodes divide the roles: each node does the work of its role only. */
class RolesIT {
  /** Many times the interval at which a node with the role does its work. */
  private static final Duration LONG_ENOUGH = Duration.ofSeconds(2);

  private static Postgres database;
  private static Server api;
  private static Server work;
  private static Server purge;

  @BeforeAll
  static void start() {
    database = new Postgres(Path.of(System.getProperty("it.directory"), "roles", "postgres"));
    database.start();
    api = node("api").start();
    work = node("work");
    purge = node("purge");
  }

  @AfterAll
  static void stop() {
    Stream.of(api, work, purge).forEach(Server::close);
    database.close();
  }

  /**
   * Configures a node by the example for operators, except for the URL of its database, local
   * clients and short intervals.
   */
  private static Server node(String kind) {
    Server node = new Server("roles/" + kind);
    example(kind).forEach((name, value) -> node.with((String) name, value));
    return node.with("meanwhile.security.mode", "local")
        .with("meanwhile.proxy", false)
        .with("meanwhile.db.url", Cluster.url(database.port()))
        .with("meanwhile.db.read.url", Cluster.url(database.port()))
        .with("meanwhile.db.user", Postgres.USER)
        .with("meanwhile.db.password", "none")
        .with("meanwhile.work.poll-interval", "PT0.2S")
        .with("meanwhile.purge.interval", "PT0.2S")
        .with("meanwhile.tombstone.retain", "PT0S");
  }

  private static Properties example(String kind) {
    Properties settings = new Properties();
    try (Reader file =
        Files.newBufferedReader(Path.of("payara-config", "cluster", kind + ".properties"))) {
      settings.load(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return settings;
  }

  @Test
  void a_job_is_accepted_by_one_run_by_another_and_purged_by_a_third() {
    Client client = api.client();
    String job =
        client.accepted(
            Map.of("operation", "simulate", "input", Map.of("outputBytes", 9), "retain", "PT1S"));
    Awaitility.await("nobody runs it")
        .during(LONG_ENOUGH)
        .until(() -> client.status(job).getString("status").equals("NotStarted"));

    work.start();
    Awaitility.await("it ran").until(() -> count("status = 'SUCCEEDED'") == 1);
    Awaitility.await("it is over").until(() -> count("expires_at < CURRENT_TIMESTAMP") == 1);
    Awaitility.await("nobody purges it").during(LONG_ENOUGH).until(() -> count("TRUE") == 1);

    purge.start();
    Awaitility.await("its record is gone").until(() -> count("TRUE") == 0);
    client.ask().get("/job/{id}/status", job).then().statusCode(404);

    answersManagementEndpointsOnly(work);
    answersManagementEndpointsOnly(purge);
  }

  private static void answersManagementEndpointsOnly(Server node) {
    Client client = node.client();
    for (String path : List.of("/job", "/operation", "/", "/swagger-ui/", "/healthy", "/x")) {
      client
          .askUndescribed()
          .get(path)
          .then()
          .statusCode(421)
          .contentType("application/problem+json")
          .body("type", endsWith("/problem/misdirected-request"))
          .body("instance", equalTo(path));
    }
    client.post(Map.of("operation", "simulate")).then().statusCode(421);
    for (String path :
        List.of("/health", "/health/live", "/health/ready", "/metrics", "/openapi")) {
      client.askUndescribed().get(path).then().statusCode(200);
    }
    JsonPath ready = client.askUndescribed().get("/health/ready").jsonPath();
    assertThat(ready.getList("checks.status", String.class)).containsOnly("UP");
  }

  private static long count(String condition) {
    return database.number("SELECT count(*) FROM job WHERE " + condition);
  }
}
