package org.meanwhile.bench.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Loads a server over keep-alive connections, with one request at a time on each. It has one
 * thread, so it takes at most one processor from the server that it measures.
 *
 * <p>Arguments: seconds of warm-up, seconds measured, port, connections, and a file with the
 * requests (separated by {@code %%} and a line feed), which are sent in turn. Writes a {@link
 * LoadResult} to standard output.
 */
public final class HttpLoad {
  private final InetSocketAddress server;
  private final Supplier<byte[]> requests;
  private final Selector selector = Selector.open();
  private LoadResult result = new LoadResult();

  private HttpLoad(List<byte[]> requests, int port, int connections) throws IOException {
    this.requests = inTurn(requests);
    this.server = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    for (int i = 0; i < connections; i++) {
      connect();
    }
  }

  private void connect() throws IOException {
    SocketChannel channel = SocketChannel.open(server);
    channel.configureBlocking(false);
    channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    HttpConnection connection = new HttpConnection(channel);
    channel.register(selector, SelectionKey.OP_READ, connection);
    connection.send(requests.get());
  }

  public static void main(String[] arguments) throws IOException {
    int port = Integer.parseInt(arguments[2]);
    int connections = Integer.parseInt(arguments[3]);
    HttpLoad load = new HttpLoad(read(Path.of(arguments[4])), port, connections);
    load.run(Integer.parseInt(arguments[0]));
    load.result = new LoadResult();
    load.run(Integer.parseInt(arguments[1]));
    load.result.print(System.out);
  }

  static List<byte[]> read(Path file) throws IOException {
    List<byte[]> all = new ArrayList<>();
    for (String request : Files.readString(file, StandardCharsets.US_ASCII).split("%%\n")) {
      all.add(request.getBytes(StandardCharsets.US_ASCII));
    }
    return all;
  }

  private static Supplier<byte[]> inTurn(List<byte[]> requests) {
    int[] next = {(int) (System.nanoTime() % requests.size())};
    return () -> {
      next[0] = (next[0] + 1) % requests.size();
      return requests.get(next[0]);
    };
  }

  private void run(int seconds) throws IOException {
    long start = System.nanoTime();
    long end = start + TimeUnit.SECONDS.toNanos(seconds);
    while (System.nanoTime() < end) {
      selector.select(this::readAnswer, 100);
    }
    result.finish(System.nanoTime() - start);
  }

  private void readAnswer(SelectionKey key) {
    HttpConnection connection = (HttpConnection) key.attachment();
    try {
      if (connection.read()) {
        result.add(connection.status(), connection.latencyNanos());
        if (connection.isClosing()) {
          // The server limits the number of requests per connection.
          key.channel().close();
          connect();
        } else {
          connection.send(requests.get());
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
