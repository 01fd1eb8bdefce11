package org.meanwhile.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.nullValue;

import io.restassured.http.ContentType;
import io.restassured.http.Header;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.net.URI;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.meanwhile.contract.support.Client;
import org.meanwhile.edge.support.Behind;
import org.meanwhile.edge.support.EdgeNode;
import org.meanwhile.edge.support.Proxy;
import org.meanwhile.edge.support.ProxyKind;

/** Outputs that nginx sends from the node's files, beside the same from the node itself. */
@Behind(ProxyKind.NGINX)
@TestInstance(Lifecycle.PER_CLASS)
class FilesByNginxIT {
  private static final int SIZE = 3_000_007;

  private final EdgeNode node;
  private final Proxy proxy;
  private Client direct;
  private Client behind;
  private String id;
  private String output;

  FilesByNginxIT(EdgeNode node) {
    this.node = node;
    proxy =
        new Proxy(ProxyKind.NGINX, "files")
            .before(node.server().port(), node.healthPort())
            .with("files")
            .edit("/var/cache/meanwhile/", node.files() + "/");
  }

  @BeforeAll
  void an_output_that_the_node_has_as_a_file() {
    proxy.start();
    direct = node.server().client().with(node.honest());
    behind = new Client(proxy.uri()).with(node.honest());
    id = direct.ended(Map.of("outputBytes", SIZE, "mediaType", "text/plain"));
    output = "/job/" + id + "/output";
    Awaitility.await("the node has the file")
        .until(
            () -> {
              double before = downloads("file");
              direct.output(id);
              return downloads("file") > before;
            });
  }

  @AfterAll
  void stop() {
    proxy.close();
  }

  private double downloads(String source) {
    return node.server()
        .client()
        .with(node.operator())
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

  /** The fields of an answer, but for those that each server has of its own. */
  private static Map<String, String> fields(Response answer) {
    Map<String, String> fields =
        answer.headers().asList().stream()
            .collect(
                Collectors.toMap(
                    Header::getName, Header::getValue, (a, b) -> a + ", " + b, TreeMap::new));
    for (String own : new String[] {"Date", "Server", "Connection"}) {
      fields.remove(own);
    }
    fields.computeIfPresent("Cache-Control", (name, value) -> value.replaceAll("=\\d+", "=N"));
    fields.computeIfPresent("Content-Type", (name, value) -> value.replace(" ", ""));
    return fields;
  }

  private RequestSpecification with(Client client, String... fields) {
    RequestSpecification request = client.askUndescribed();
    for (int i = 0; i < fields.length; i += 2) {
      request.header(fields[i], fields[i + 1]);
    }
    return request;
  }

  /** The answers of the node and of the proxy are the same. */
  private void assertSame(String path, int status, String... fields) {
    Response own = with(direct, fields).get(path);
    Response proxied = with(behind, fields).get(path);

    assertThat(own.statusCode()).isEqualTo(status);
    assertThat(proxied.statusCode()).isEqualTo(status);
    assertThat(fields(proxied)).isEqualTo(fields(own)).doesNotContainKey("X-Accel-Redirect");
    assertThat(proxied.asByteArray()).isEqualTo(own.asByteArray());
  }

  @Test
  void the_proxy_sends_the_file_as_the_node_would() {
    double before = downloads("proxy");

    assertSame(output, 200);

    assertThat(downloads("proxy")).isEqualTo(before + 1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"bytes=0-0", "bytes=5-1000004", "bytes=2999999-", "bytes=3000006-99999999999"})
  void the_proxy_sends_a_plain_range(String range) {
    double before = downloads("proxy");
    String tag = direct.output(id).header("ETag");

    assertSame(output, 206, "Range", range);
    assertSame(output, 206, "Range", range, "If-Range", tag);

    assertThat(downloads("proxy")).isEqualTo(before + 2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"bytes=-7", "BYTES = 1-2", "bytes=3-99999999999999999999"})
  void other_ranges_are_the_nodes(String range) {
    double before = downloads("proxy");

    assertSame(output, 206, "Range", range);

    assertThat(downloads("proxy")).isEqualTo(before);
  }

  @Test
  void what_is_no_range_and_conditions_are_answered_alike() {
    Response whole = direct.output(id);
    String tag = whole.header("ETag");
    String modified = whole.header("Last-Modified");

    assertSame(output, 200, "Range", "bytes=0-1, 4-5");
    assertSame(output, 200, "Range", "bytes=9-0");
    assertSame(output, 200, "Range", "bytes=0-1", "If-Range", "\"other\"");
    assertSame(output, 206, "Range", "bytes=0-1", "If-Range", modified);
    assertSame(output, 200, "If-None-Match", "\"other\"");
    assertSame(output, 200, "If-Match", tag);
    with(behind, "If-None-Match", tag).get(output).then().statusCode(304).header("ETag", tag);
    with(behind, "If-Modified-Since", modified).get(output).then().statusCode(304);
    assertSame(output, 200, "If-Modified-Since", "Mon, 06 Nov 1994 08:49:37 GMT");
    assertSame(output, 200, "If-Unmodified-Since", modified);
    behind
        .askUndescribed()
        .header("Range", "bytes=" + SIZE + "-")
        .get(output)
        .then()
        .statusCode(416)
        .contentType("application/problem+json");
  }

  @Test
  void a_shared_output_is_sent_alike() {
    String uri =
        direct
            .ask()
            .contentType(ContentType.JSON)
            .body(Map.of())
            .post("/job/{id}/share", id)
            .path("uri");
    double before = downloads("proxy");

    assertSame(URI.create(uri).getPath(), 200);

    assertThat(downloads("proxy")).isEqualTo(before + 1);
  }

  @Test
  void a_deleted_output_is_gone_at_once() {
    String other = direct.ended(Map.of("outputBytes", SIZE + 1, "mediaType", "text/plain"));
    assertSame("/job/" + other + "/output", 200);

    direct.ask().delete("/job/{id}/output", other).then().statusCode(200);

    behind.output(other).then().statusCode(410);
    assertSame(output, 200);
  }

  @Test
  void nobody_reaches_the_files_but_through_the_node() {
    String path =
        with(direct, "X-Sendfile-Type", "X-Accel-Redirect").get(output).header("X-Accel-Redirect");

    assertThat(path).startsWith("/downloads/");
    behind.askUndescribed().get(path).then().statusCode(503);
    new Client(proxy.uri()).askUndescribed().get(output).then().statusCode(401);
  }

  @ParameterizedTest
  @EnumSource
  void what_a_client_says_of_a_proxy_is_not_passed_on(ProxyKind kind) {
    Assumptions.assumeTrue(kind.program().isPresent());
    try (Proxy plain = new Proxy(kind, "plain").before(node.server().port(), node.healthPort())) {
      plain.start();

      with(new Client(plain.uri()).with(node.honest()), "X-Sendfile-Type", "X-Accel-Redirect")
          .get(output)
          .then()
          .statusCode(200)
          .header("X-Accel-Redirect", nullValue())
          .header("Content-Length", Integer.toString(SIZE));
    }
  }
}
