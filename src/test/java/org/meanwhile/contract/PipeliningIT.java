package org.meanwhile.contract;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.meanwhile.contract.support.Client;
import org.meanwhile.contract.support.SharedServer;

/**
 * Several requests in one piece: what stands behind the last request of a connection (RFC 9112,
 * section 9.6) is not done.
 */
@Execution(ExecutionMode.SAME_THREAD)
@ExtendWith(SharedServer.class)
class PipeliningIT {
  private static final Pattern ANSWER = Pattern.compile("HTTP/1\\.1 \\d{3}");
  private static final String HOST = "Host: localhost\r\n";
  private static final String POLL = "GET /caller HTTP/1.1\r\n" + HOST + "\r\n";

  /** As many as one connection may have. */
  private static final int MOST = 200;

  private final Client client;

  PipeliningIT(Client client) {
    this.client = client;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET /caller HTTP/1.1|Connection: close|",
        "GET /caller HTTP/1.1|Connection: keep-alive, Close|",
        "GET /caller HTTP/1.1|Connection: te|Connection: close|",
        "GET /caller HTTP/1.0|",
        "GET /caller HTTP/0.9|",
        "GET /caller HTTP/2.0|Connection: keep-alive|",
        "GET /health/live HTTP/1.1|",
        "GET /WEB-INF/web.xml HTTP/1.1|",
        "GET /job/../caller HTTP/1.1|",
        "TRACE /caller HTTP/1.1|",
        "POST /job HTTP/1.1|Content-Type: application/json|Content-Length: 1||{",
        "POST /job HTTP/1.1|Content-Type: application/json|Transfer-Encoding: gzip|",
        "POST /job HTTP/1.1|Content-Type: application/json|Transfer-Encoding: chunked||2|{}|0||",
        "POST /job HTTP/1.1|Content-Length: 12|Transfer-Encoding: chunked||2|{}|0||",
      })
  void nothing_is_done_behind_the_last_request_of_a_connection(String first) throws IOException {
    String hidden = UUID.randomUUID().toString();

    String answers = sent(request(first) + creation(hidden));

    assertThat(ANSWER.matcher(answers).results()).as(first).hasSize(1);
    assertThat(answers).containsIgnoringCase("\r\nConnection: close\r\n");
    assertThat(exists(hidden)).isFalse();
  }

  @Test
  void nothing_is_done_behind_a_held_poll_that_is_the_last() throws IOException {
    String waiting = client.accepted(Map.of("operation", "simulate", "startAt", Client.TOMORROW));
    String hidden = UUID.randomUUID().toString();

    String answers =
        sent(
            request("GET /job/" + waiting + " HTTP/1.1|Prefer: wait=1|Connection: close|")
                + creation(hidden));

    assertThat(ANSWER.matcher(answers).results()).hasSize(1);
    assertThat(exists(hidden)).isFalse();
    client.cancel(waiting);
  }

  @Test
  void requests_behind_one_that_keeps_the_connection_are_done() throws IOException {
    String created = UUID.randomUUID().toString();

    String answers =
        sent(
            request("GET /job/" + UUID.randomUUID() + " HTTP/1.1|")
                + creation(created)
                + request("GET /caller HTTP/1.1|Connection: close|"));

    assertThat(ANSWER.matcher(answers).results().map(found -> found.group().substring(9)))
        .containsExactly("404", "202", "200");
    assertThat(exists(created)).isTrue();
    client.cancel(created);
  }

  @Test
  void a_connection_has_so_many_requests_and_no_more() throws IOException {
    String hidden = UUID.randomUUID().toString();

    String answers = sent(POLL.repeat(MOST) + creation(hidden));

    assertThat(ANSWER.matcher(answers).results()).hasSize(MOST);
    assertThat(answers).containsOnlyOnce("Connection: close");
    assertThat(exists(hidden)).isFalse();
  }

  private boolean exists(String job) {
    return client.ask().get("/job/{id}/status", job).statusCode() == 200;
  }

  /** The bars are the ends of lines, and there is a {@code Host}. */
  private static String request(String bars) {
    String lines = bars.replace("|", "\r\n");
    int end = lines.indexOf("\r\n") + 2;
    String more = lines.substring(end);
    return lines.substring(0, end) + HOST + more + (more.contains("\r\n\r\n") ? "" : "\r\n");
  }

  private static String creation(String id) {
    String job = "{\"operation\":\"simulate\",\"startAt\":\"" + Client.TOMORROW + "\"}";
    return request("PUT /job/" + id + " HTTP/1.1|Content-Type: application/json|Content-Length: ")
            .stripTrailing()
        + " "
        + job.length()
        + "\r\n\r\n"
        + job;
  }

  private String sent(String requests) throws IOException {
    try (Socket socket = new Socket(client.base().getHost(), client.base().getPort())) {
      socket.setSoTimeout(30_000);
      socket.getOutputStream().write(requests.getBytes(US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), US_ASCII);
    }
  }
}
