package org.meanwhile.edge;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.meanwhile.contract.support.Client;
import org.meanwhile.edge.support.BehindProxy;
import org.meanwhile.edge.support.EdgeNode;
import org.meanwhile.edge.support.Wire;

/** The second listener of a node behind a proxy. */
@Execution(ExecutionMode.SAME_THREAD)
@ExtendWith(BehindProxy.class)
class HealthListenerIT {
  /** More than the first listener has threads. */
  private static final int READERS = 210;

  private final EdgeNode node;
  private final URI health;

  HealthListenerIT(EdgeNode node) {
    this.node = node;
    health = URI.create("http://127.0.0.1:" + node.healthPort());
  }

  @Test
  void each_command_of_the_pre_boot_file_is_obeyed() {
    assertThat(node.server().logLines(line -> line.contains("Boot Command")))
        .isNotEmpty()
        .allMatch(line -> line.contains("returned with result SUCCESS"));
  }

  @Test
  void health_answers_while_clients_that_read_nothing_hold_the_first_listener() throws IOException {
    String page = new Client(health).askUndescribed().get("/swagger-ui/").asString();
    Matcher bundle = Pattern.compile("/webjars/[^\"]*bundle\\.js").matcher(page);
    assertThat(bundle.find()).isTrue();
    List<Socket> readers = new ArrayList<>();
    try {
      for (int i = 0; i < READERS; i++) {
        readers.add(reader(bundle.group()));
      }
      new Client(health).ask().get("/health/ready").then().statusCode(200);
      new Client(health).askUndescribed().get("/metrics").then().statusCode(401);
    } finally {
      for (Socket each : readers) {
        each.close();
      }
    }
  }

  private Socket reader(String path) throws IOException {
    Socket socket = new Socket();
    socket.setReceiveBufferSize(2048);
    socket.connect(new InetSocketAddress("127.0.0.1", node.server().port()));
    socket
        .getOutputStream()
        .write(("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n").getBytes(US_ASCII));
    return socket;
  }

  @Test
  void neither_listener_speaks_http_2_without_tls() throws IOException {
    for (URI each : List.of(node.server().uri(), health)) {
      try (Wire preface = new Wire(each);
          Wire upgrade = new Wire(each)) {
        preface.send("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\4\0\0\0\0\0");
        assertThat(preface.readSome()).matches("(?s)(HTTP/1.1 [45].*)?");
        upgrade.send(
            "GET /health/live HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade, HTTP2-Settings\r\n"
                + "Upgrade: h2c\r\nHTTP2-Settings: AAMAAABkAARAAAAAAAIAAAAA\r\n\r\n");
        assertThat(upgrade.readUntil("\r\n\r\n")).startsWith("HTTP/1.1 200 ");
      }
    }
  }
}
