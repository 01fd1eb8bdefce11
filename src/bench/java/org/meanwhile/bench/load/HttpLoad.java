package org.meanwhile.bench.load;

import java.io.IOException;
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
 * Loads a server over keep-alive connections, one request at a time on each. One thread, so that it
 * can never take more than one processor from what it measures.
 *
 * <p>Arguments: seconds of warm-up, seconds measured, port, connections, a file with the requests
 * (with {@code %%} and a line's end between them), which are sent over and over in their order.
 * What it saw is written to standard output, see {@link LoadResult}.
 */
public final class HttpLoad {
  private final InetSocketAddress server;
  private final Supplier<byte[]> requests;
  private final Selector selector = Selector.open();
  private LoadResult seen = new LoadResult();

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

  /** See above. */
  public static void main(String[] arguments) throws IOException {
    int port = Integer.parseInt(arguments[2]);
    int connections = Integer.parseInt(arguments[3]);
    HttpLoad load = new HttpLoad(read(Path.of(arguments[4])), port, connections);
    load.run(Integer.parseInt(arguments[0]));
    load.seen = new LoadResult();
    load.run(Integer.parseInt(arguments[1]));
    load.seen.print(System.out);
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
      selector.select(this::answered, 100);
    }
    seen.lasted(System.nanoTime() - start);
  }

  private void answered(SelectionKey key) {
    HttpConnection connection = (HttpConnection) key.attachment();
    try {
      if (connection.read()) {
        seen.add(connection.status(), connection.tookNanos());
        if (connection.isOver()) {
          // The server takes so many requests over a connection, and no more.
          key.channel().close();
          connect();
        } else {
          connection.send(requests.get());
        }
      }
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
