package org.meanwhile.bench.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * Clients that wait: each asks once, over a connection of its own, and takes its answer whenever it
 * comes. One thread for all.
 *
 * <p>Arguments: port, a file with the requests as {@link HttpLoad} reads it. What it saw is written
 * to standard output, see {@link LoadResult}; a client without an answer after two minutes is
 * counted as status 0.
 */
public final class WaitLoad {
  private static final int ANSWER_BYTES = 8 * 1024;
  private static final long LIMIT_NANOS = TimeUnit.MINUTES.toNanos(2);

  private final LoadResult seen = new LoadResult();
  private final Selector selector = Selector.open();
  private int left;

  private WaitLoad() throws IOException {}

  /** See above. */
  public static void main(String[] arguments) throws IOException {
    new WaitLoad().run(Integer.parseInt(arguments[0]), Path.of(arguments[1]));
  }

  private void run(int port, Path requests) throws IOException {
    InetSocketAddress server = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    long begun = System.nanoTime();
    for (byte[] request : HttpLoad.read(requests)) {
      SocketChannel channel = SocketChannel.open(server);
      channel.configureBlocking(false);
      HttpConnection connection = new HttpConnection(channel, ANSWER_BYTES);
      channel.register(selector, SelectionKey.OP_READ, connection);
      connection.send(request);
      left++;
      selector.selectNow(this::answered);
    }
    while (left > 0 && System.nanoTime() - begun < LIMIT_NANOS) {
      selector.select(this::answered, 100);
    }
    for (int i = 0; i < left; i++) {
      seen.add(0, LIMIT_NANOS);
    }
    seen.lasted(System.nanoTime() - begun);
    seen.print(System.out);
  }

  private void answered(SelectionKey key) {
    HttpConnection connection = (HttpConnection) key.attachment();
    try {
      if (connection.read()) {
        seen.add(connection.status(), connection.tookNanos());
        left--;
        key.channel().close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
