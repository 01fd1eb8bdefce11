package org.meanwhile.bench.load;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Sends one request again and again, so many a second, whether or not the server keeps up: a late
 * answer delays the requests behind it, which are then made up for.
 *
 * <p>Arguments: seconds, requests a second, port, connections, and a file with the request. Writes
 * a {@link LoadResult} to standard output.
 */
public final class PacedLoad {
  private PacedLoad() {}

  public static void main(String[] arguments) throws Exception {
    long perSecond = Long.parseLong(arguments[1]);
    long requests = perSecond * Long.parseLong(arguments[0]);
    InetSocketAddress server =
        new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(arguments[2]));
    int connections = Integer.parseInt(arguments[3]);
    byte[] request = HttpLoad.read(Path.of(arguments[4])).get(0);
    LoadResult result = new LoadResult();
    AtomicLong next = new AtomicLong();
    long begin = System.nanoTime();
    ExecutorService threads = Executors.newFixedThreadPool(connections);
    for (int i = 0; i < connections; i++) {
      threads.submit(
          () -> {
            try {
              HttpConnection connection = connect(server);
              for (long n = next.getAndIncrement(); n < requests; n = next.getAndIncrement()) {
                long dueNanos = begin + n * TimeUnit.SECONDS.toNanos(1) / perSecond;
                while (System.nanoTime() < dueNanos) {
                  LockSupport.parkNanos(dueNanos - System.nanoTime());
                }
                connection.send(request);
                while (!connection.read()) {
                  // The channel blocks.
                }
                synchronized (result) {
                  result.add(connection.status(), connection.latencyNanos());
                }
                if (connection.isClosing()) {
                  connection = connect(server);
                }
              }
            } catch (IOException | RuntimeException e) {
              e.printStackTrace();
              Runtime.getRuntime().halt(1);
            }
          });
    }
    threads.shutdown();
    threads.awaitTermination(1, TimeUnit.DAYS);
    result.finish(System.nanoTime() - begin);
    result.print(System.out);
  }

  private static HttpConnection connect(InetSocketAddress server) throws IOException {
    SocketChannel channel = SocketChannel.open(server);
    channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    return new HttpConnection(channel);
  }
}
