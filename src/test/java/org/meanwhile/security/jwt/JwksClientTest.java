package org.meanwhile.security.jwt;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.jwk.JWKSet;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Uses issuers that are slow, send too much, or send no keys. */
class JwksClientTest {
  private static final Duration SHORT = Duration.ofMillis(500);
  private static final Duration LONG = Duration.ofMinutes(1);
  private static final String HEAD = "HTTP/1.1 200 OK\r\nConnection: close\r\n";

  private final CountDownLatch disconnected = new CountDownLatch(1);
  private final ServerSocket server;

  JwksClientTest() throws IOException {
    server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
  }

  @AfterEach
  void close() throws IOException {
    server.close();
  }

  private interface Response {
    void to(OutputStream client) throws IOException;
  }

  /** Begins a fetch from an issuer that sends the response. */
  private CompletableFuture<JWKSet> fetch(Duration limit, Response response) {
    Thread issuer =
        new Thread(
            () -> {
              try (Socket client = server.accept()) {
                client.getInputStream().read(new byte[4096]);
                response.to(client.getOutputStream());
              } catch (IOException e) {
                disconnected.countDown();
              }
            });
    issuer.setDaemon(true);
    issuer.start();
    return new JwksClient(URI.create("http://127.0.0.1:" + server.getLocalPort() + "/keys"), limit)
        .fetch();
  }

  private static Response text(String text) {
    return client -> client.write(text.getBytes(US_ASCII));
  }

  @ParameterizedTest
  @ValueSource(strings = {"HTTP/1.1 200 OK\r\nX-", HEAD + "\r\n{"})
  void a_response_that_trickles_is_cut_off(String beginning) throws Exception {
    CompletableFuture<JWKSet> keys =
        fetch(
            SHORT,
            client -> {
              text(beginning).to(client);
              while (true) {
                text("x").to(client);
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
              }
            });

    assertThatThrownBy(() -> keys.get(20, TimeUnit.SECONDS)).isInstanceOf(ExecutionException.class);
    assertThat(disconnected.await(20, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void an_endless_response_is_cut_off() throws Exception {
    CompletableFuture<JWKSet> keys =
        fetch(
            LONG,
            client -> {
              text(HEAD + "\r\n").to(client);
              while (true) {
                client.write(new byte[65536]);
              }
            });

    assertThatThrownBy(() -> keys.get(20, TimeUnit.SECONDS)).hasMessageContaining("more than");
    assertThat(disconnected.await(20, TimeUnit.SECONDS)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 500 No\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.1 204 No Content\r\n\r\n",
        HEAD + "Content-Length: 2\r\n\r\n{}",
        HEAD + "Content-Length: 11\r\n\r\n{\"keys\":[]}",
        HEAD + "\r\n<html>"
      })
  void a_response_without_keys_is_a_failure(String response) {
    CompletableFuture<JWKSet> keys = fetch(LONG, text(response));

    assertThatThrownBy(() -> keys.get(20, TimeUnit.SECONDS)).isInstanceOf(ExecutionException.class);
  }
}
