package org.meanwhile.contract.support;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A reverse proxy that shows a server below another path, and tells the server nothing of it. What
 * is outside of that path it answers 404, and keeps for the test.
 */
public final class PrefixProxy implements AutoCloseable {
  private static final Set<String> OF_ONE_HOP =
      Set.of("host", "connection", "content-length", "transfer-encoding", "upgrade", "expect");

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<String> strays = new CopyOnWriteArrayList<>();
  private final String prefix;
  private final HttpServer proxy;
  private volatile URI server;

  /**
   * @param prefix the path that clients use, with a slash at both ends
   */
  public PrefixProxy(String prefix) {
    this.prefix = prefix;
    try {
      proxy = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    proxy.setExecutor(threads);
  }

  /** Where clients see the server. */
  public URI uri() {
    return URI.create("http://127.0.0.1:" + proxy.getAddress().getPort() + prefix);
  }

  /**
   * Passes requests on from now on; of two servers, to that of the later call.
   *
   * @param root the server's own address, with a slash at its end
   */
  public void to(URI root) {
    boolean isFirst = server == null;
    server = root;
    if (isFirst) {
      proxy.createContext("/", exchange -> pass(exchange, server));
      proxy.start();
    }
  }

  /** The paths outside of the prefix that were asked for. */
  public List<String> strays() {
    return strays;
  }

  @Override
  public void close() {
    proxy.stop(0);
    threads.shutdownNow();
  }

  private void pass(HttpExchange exchange, URI root) throws IOException {
    try (exchange) {
      String target = exchange.getRequestURI().toString();
      if (!target.startsWith(prefix)) {
        strays.add(target);
        exchange.sendResponseHeaders(404, -1);
        return;
      }
      HttpRequest.Builder request =
          HttpRequest.newBuilder(URI.create(root + target.substring(prefix.length())))
              .method(
                  exchange.getRequestMethod(),
                  BodyPublishers.ofByteArray(exchange.getRequestBody().readAllBytes()));
      exchange
          .getRequestHeaders()
          .forEach(
              (name, values) -> {
                if (!OF_ONE_HOP.contains(name.toLowerCase(Locale.ROOT))) {
                  values.forEach(value -> request.header(name, value));
                }
              });
      answer(exchange, http.send(request.build(), BodyHandlers.ofInputStream()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void answer(HttpExchange exchange, HttpResponse<InputStream> response)
      throws IOException {
    response
        .headers()
        .map()
        .forEach(
            (name, values) -> {
              if (!OF_ONE_HOP.contains(name.toLowerCase(Locale.ROOT))) {
                exchange.getResponseHeaders().put(name, values);
              }
            });
    boolean isEmpty =
        exchange.getRequestMethod().equals("HEAD")
            || response.statusCode() == 204
            || response.statusCode() == 304;
    exchange.sendResponseHeaders(response.statusCode(), isEmpty ? -1 : 0);
    if (isEmpty) {
      return;
    }
    try (InputStream in = response.body();
        OutputStream out = exchange.getResponseBody()) {
      byte[] buffer = new byte[8192];
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        out.write(buffer, 0, read);
        out.flush();
      }
    }
  }
}
