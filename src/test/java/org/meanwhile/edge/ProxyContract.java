package org.meanwhile.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;

import io.restassured.http.ContentType;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.meanwhile.contract.support.Upload;
import org.meanwhile.edge.support.EdgeNode;
import org.meanwhile.edge.support.Proxy;
import org.meanwhile.edge.support.Wire;

/** The contract holds behind each of our proxies. */
abstract class ProxyContract extends RobustnessContract {
  ProxyContract(Proxy proxy, EdgeNode node) {
    super(proxy, node);
  }

  @Test
  void a_held_answer_leads_to_the_output_by_the_address_of_the_proxy() {
    String output =
        client
            .ask()
            .header("Prefer", "wait=60")
            .contentType(ContentType.JSON)
            .body(Map.of("operation", "simulate", "input", Map.of("outputBytes", 30)))
            .post("/job")
            .then()
            .statusCode(303)
            .header("Location", startsWith(proxy.uri() + "/job/"))
            .extract()
            .header("Location");

    String id = output.split("/")[4];
    client
        .ask()
        .header("Range", "bytes=10-13")
        .get("/job/{id}/output", id)
        .then()
        .statusCode(206)
        .body(equalTo("mean"));
  }

  @Test
  void what_a_client_says_of_the_way_to_here_is_not_believed() {
    for (Map<String, String> told :
        List.of(
            Map.of("Forwarded", "proto=https;host=evil.example"),
            Map.of("X-Forwarded-Host", "evil.example", "X-Forwarded-Proto", "https"),
            Map.of("X-Forwarded-Port", "444", "X-Forwarded-Prefix", "/evil"),
            Map.of("x-forwarded-host", "evil.example, b", "Connection", "X-Forwarded-Host"))) {
      client
          .ask()
          .headers(told)
          .get("/operation/simulate")
          .then()
          .statusCode(200)
          .body("links.self", equalTo(proxy.uri() + "/operation/simulate"));
    }
  }

  @Test
  void events_come_while_the_job_waits() throws IOException {
    String id = client.accepted(TOMORROW);
    try (Wire stream = new Wire(proxy.uri())) {
      stream.send(request("GET /job/" + id + "/events"));
      assertThat(stream.readUntil("\"NotStarted\"")).contains("HTTP/1.1 200 ", "event: status");

      client.cancel(id).then().statusCode(200);

      assertThat(stream.readUntil("\"Canceled\"")).contains("event: status");
    }
  }

  @Test
  void an_upload_is_sorted() {
    String lines = "meanwhile\n".repeat(1_000_000) + "a\n";
    String id =
        client
            .upload()
            .multiPart("job", "{\"operation\":\"sort\"}", "application/json")
            .multiPart("file", "lines.txt", lines.getBytes(), "text/plain")
            .post("/job")
            .then()
            .statusCode(202)
            .extract()
            .path("id");

    assertThat(client.awaitEnd(id).getLong("output.size")).isEqualTo(lines.length());
    assertThat(client.output(id).asString()).startsWith("a\nmeanwhile\n");
  }

  @Test
  void a_wrong_upload_is_refused_before_all_of_it_is_sent() throws IOException {
    try (Wire upload = new Wire(proxy.uri())) {
      String type = "multipart/form-data; boundary=" + Upload.BOUNDARY;
      upload.send(
          request("POST /job", "Content-Type: " + type, "Content-Length: 50000000")
              + Upload.opening("{\"operation\":\"fly\"}"));

      assertThat(upload.readUntil("unknown-operation")).startsWith("HTTP/1.1 400 ");
    }
  }

  /** Java's client offers HTTP/2 by Upgrade, with a body too. */
  @Test
  void a_client_that_offers_http_2_gets_http_1() throws Exception {
    HttpResponse<String> answer =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_2)
            .build()
            .send(
                HttpRequest.newBuilder(proxy.uri().resolve("/job"))
                    .header("Authorization", "Bearer " + node.honest())
                    .header("Content-Type", "application/json")
                    .timeout(Duration.ofSeconds(60))
                    .POST(BodyPublishers.ofString("{\"operation\":\"simulate\"}"))
                    .build(),
                BodyHandlers.ofString());

    assertThat(answer.statusCode()).isEqualTo(202);
    assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_1_1);
  }
}
