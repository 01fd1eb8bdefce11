package org.meanwhile.contract;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.meanwhile.contract.support.Client;
import org.meanwhile.contract.support.Server;
import org.meanwhile.contract.support.SharedServer;

/** Clients that send requests and disconnect. */
@ExtendWith(SharedServer.class)
class GoneClientsIT {
  private static final int ROUNDS = 5;
  private static final int ASKED = 20;
  private static final Pattern TAKEN_FOR_A_FAULT =
      Pattern.compile(
          "closing the output stream|writing a response message|processing ErrorPage"
              + "|Servlet\\.service\\(\\)|default error page");

  private final Server server;
  private final Client client;

  GoneClientsIT(Server server, Client client) {
    this.server = server;
    this.client = client;
  }

  @Test
  void who_hangs_up_before_the_answer_leaves_nothing_in_the_log() throws IOException {
    String job = client.ended(Map.of("outputBytes", 20_000_000));
    List<String> paths =
        List.of(
            "/openapi",
            "/metrics",
            "/health",
            "/",
            "/assets/console/app.js",
            "/assets/nope",
            "/webjars/nope.js",
            "/job/../x",
            "/openapi/x",
            "/job?limit=200",
            "/operation",
            "/job/" + job + "/output");
    for (int round = 0; round < ROUNDS; round++) {
      for (String path : paths) {
        hangUp(path);
        assertThat(client.askUndescribed().get("/operation/simulate").statusCode()).isEqualTo(200);
      }
    }

    assertThat(server.logLines(TAKEN_FOR_A_FAULT.asPredicate())).isEmpty();
    assertThat(client.askUndescribed().get("/job/{id}/output", job).asByteArray())
        .hasSize(20_000_000);
  }

  private void hangUp(String path) throws IOException {
    try (Socket socket = new Socket()) {
      socket.setReceiveBufferSize(4096);
      socket.connect(new InetSocketAddress(client.base().getHost(), client.base().getPort()));
      String request = "GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n";
      socket.getOutputStream().write(request.repeat(ASKED).getBytes(US_ASCII));
      // The first request is being answered; the others wait behind it.
      assertThat(socket.getInputStream().read()).isEqualTo('H');
      socket.setSoLinger(true, 0);
    }
  }
}
