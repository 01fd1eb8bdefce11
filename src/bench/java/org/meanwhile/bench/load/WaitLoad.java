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
 * Clients that wait: each sends one request over a connection of its own, and reads the answer when
 * it comes. One thread serves all clients.
 *
 * <p>Arguments: port, and a file with the requests as {@link HttpLoad} reads it. Writes a {@link
 * LoadResult} to standard output; a client without an answer after two minutes counts as status 0.
 */
public final class WaitLoad {
  private static final int ANSWER_BYTES = 8 * 1024;
  private static final long LIMIT_NANOS = TimeUnit.MINUTES.toNanos(2);

  private final LoadResult result = new LoadResult();
  private final Selector selector = Selector.open();
  private int pending;

  private WaitLoad() throws IOException {}

  public static void main(String[] arguments) throws IOException {
    new WaitLoad().run(Integer.parseInt(arguments[0]), Path.of(arguments[1]));
  }

  private void run(int port, Path requests) throws IOException {
    InetSocketAddress server = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    long startNanos = System.nanoTime();
    for (byte[] request : HttpLoad.read(requests)) {
      SocketChannel channel = SocketChannel.open(server);
      channel.configureBlocking(false);
      HttpConnection connection = new HttpConnection(channel, ANSWER_BYTES);
      channel.register(selector, SelectionKey.OP_READ, connection);
      connection.send(request);
      pending++;
      selector.selectNow(this::readAnswer);
    }
    while (pending > 0 && System.nanoTime() - startNanos < LIMIT_NANOS) {
      selector.select(this::readAnswer, 100);
    }
    for (int i = 0; i < pending; i++) {
      result.add(0, LIMIT_NANOS);
    }
    result.finish(System.nanoTime() - startNanos);
    result.print(System.out);
  }

  private void readAnswer(SelectionKey key) {
    HttpConnection connection = (HttpConnection) key.attachment();
    try {
      if (connection.read()) {
        result.add(connection.status(), connection.latencyNanos());
        pending--;
        key.channel().close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
