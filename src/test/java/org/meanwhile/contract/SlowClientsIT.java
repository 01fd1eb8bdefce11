package org.meanwhile.contract;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.meanwhile.contract.support.Client;
import org.meanwhile.contract.support.Server;
import org.meanwhile.contract.support.Upload;

/** Clients that send very slowly, or stop: they cost little, and the server disconnects them. */
class SlowClientsIT {
  private static final int WAITING = 5;
  private static final String HEAD =
      "POST /job HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n";

  private static Server server;
  private static Client client;

  @BeforeAll
  static void start() {
    server =
        new Server("slow")
            .with("meanwhile.body.grace", "PT2S")
            .with("meanwhile.body.min-rate", 1000)
            .with("meanwhile.body.max-waiting", WAITING)
            .start();
    client = server.client();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void a_body_that_trickles_is_given_up() throws IOException {
    try (Socket socket = open()) {
      send(socket, HEAD + "Content-Length: 1000\r\n\r\n");

      assertThat(firstAnswer(socket, " "))
          .startsWith("HTTP/1.1 408 ")
          .contains("/problem/request-timeout");
    }
  }

  @Test
  void an_upload_that_trickles_is_given_up() throws IOException {
    try (Socket socket = open()) {
      String head =
          HEAD.replace("application/json", "multipart/form-data; boundary=" + Upload.BOUNDARY);
      send(socket, head + "Transfer-Encoding: chunked\r\n\r\n");
      String opening = Upload.opening("{\"operation\":\"sort\"}");
      send(socket, Integer.toHexString(opening.length()) + "\r\n" + opening + "\r\n");

      assertThat(firstAnswer(socket, "2\r\na\n\r\n")).startsWith("HTTP/1.1 408 ");
    }
  }

  @Test
  void a_head_that_stops_is_given_up() throws IOException {
    try (Socket silent = open();
        Socket half = open()) {
      send(half, "GET /job HTTP/1.1\r\nHost: localhost\r\nX: ");
      for (Socket each : List.of(silent, half)) {
        each.setSoTimeout(120_000);
        assertThat(new String(each.getInputStream().readAllBytes(), US_ASCII))
            .doesNotContain(" 200 ");
      }
    }
  }

  @Test
  void only_so_many_bodies_are_waited_for_and_all_else_goes_on() throws IOException {
    List<Socket> slow = new ArrayList<>();
    try {
      for (int i = 0; i < 4 * WAITING; i++) {
        Socket socket = open();
        slow.add(socket);
        send(socket, HEAD + "Content-Length: 1000\r\n\r\n");
      }
      assertThat(client.ask().get("/job").statusCode()).isEqualTo(200);
      long refused = 0;
      for (Socket each : slow) {
        String answer = firstAnswer(each, " ");
        assertThat(answer).matches("(?s)HTTP/1.1 (503|408) .*");
        refused += answer.contains("/problem/queue-full") ? 1 : 0;
      }
      assertThat(refused).isPositive();
    } finally {
      for (Socket each : slow) {
        each.close();
      }
    }
    Awaitility.await()
        .until(() -> client.post(Map.of("operation", "simulate")).statusCode() == 202);
  }

  @Test
  void a_client_that_goes_away_is_no_fault_of_the_server() throws IOException {
    try (Socket socket = open()) {
      send(socket, HEAD + "Content-Length: 1000\r\n\r\n{");
      socket.shutdownOutput();

      assertThat(answer(socket)).doesNotStartWith("HTTP/1.1 5");
    }
    assertThat(server.logLines(line -> line.contains("failure "))).isEmpty();
  }

  /** Neither a reset nor a normal close of the connection, at any position in the body. */
  @Test
  void a_client_that_drops_its_upload_leaves_no_trace_in_the_log() throws IOException {
    String head =
        HEAD.replace("application/json", "multipart/form-data; boundary=" + Upload.BOUNDARY)
            + "Content-Length: 5000000\r\n\r\n";
    String opening = Upload.opening("{\"operation\":\"sort\"}");
    List<String> before = faults();

    for (String sent : List.of(opening.substring(0, 60), opening, opening + "a\n".repeat(9000))) {
      for (boolean reset : List.of(true, false)) {
        try (Socket socket = open()) {
          send(socket, head + sent);
          socket.setSoLinger(reset, 0);
        }
      }
    }

    Awaitility.await("all are noticed, and nothing is said")
        .during(Duration.ofSeconds(1))
        .until(() -> faults().equals(before));
  }

  private static List<String> faults() {
    return server.logLines(line -> line.contains("SEVERE") || line.startsWith("\tat "));
  }

  /** Sends a few bytes repeatedly until there is an answer. */
  private static String firstAnswer(Socket socket, String little) throws IOException {
    socket.setSoTimeout(100);
    for (int i = 0; i < 600; i++) {
      try {
        return answer(socket);
      } catch (SocketTimeoutException notYet) {
        send(socket, little);
      }
    }
    throw new AssertionError("it waits for ever");
  }

  private static String answer(Socket socket) throws IOException {
    InputStream in = socket.getInputStream();
    byte[] some = new byte[4000];
    int count = in.read(some);
    return count < 0 ? "" : new String(some, 0, count, US_ASCII);
  }

  private static Socket open() throws IOException {
    return new Socket(server.uri().getHost(), server.port());
  }

  private static void send(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(US_ASCII));
  }
}
