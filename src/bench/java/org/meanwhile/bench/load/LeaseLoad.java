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
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Workers that lease jobs and end each at once, over a keep-alive connection each. One thread
 * serves all of them.
 *
 * <p>Arguments: the operation, how many jobs a worker takes at most, how many jobs end before the
 * workers stop, whether the jobs' input tells their time, how many workers, and the ports of the
 * nodes, which they use in turn. Writes a {@link LoadResult} to standard output, with an answer for
 * each ended job, from the first lease on. Its latency is that of the request that ended the job,
 * or the time from {@code t} of the job's input (milliseconds since 1970) to its lease.
 */
public final class LeaseLoad {
  private static final int ANSWER_BYTES = 16 * 1024;
  private static final long LIMIT_NANOS = TimeUnit.MINUTES.toNanos(5);
  private static final Pattern LEASE = Pattern.compile("\"uri\":\\s*\"[a-z]+://[^/]+(/[^\"]+)\"");
  private static final Pattern TIME = Pattern.compile("\"t\":\\s*(\\d+)");

  private final LoadResult result = new LoadResult();
  private final Selector selector = Selector.open();
  private final byte[] ask;
  private final boolean timed;
  private int left;
  private long firstNanos;

  /** A worker's connection and the leases that it has yet to end. */
  private final class Worker {
    private final HttpConnection connection;
    private final Deque<String> leases = new ArrayDeque<>();
    private boolean asking;

    Worker(HttpConnection connection) {
      this.connection = connection;
    }

    void next() throws IOException {
      String lease = leases.poll();
      asking = lease == null;
      connection.send(asking ? ask : post(lease + "/end", "{\"outcome\":\"succeeded\"}"));
    }

    void answered() throws IOException {
      if (!asking) {
        ended();
      } else if (connection.status() == 200) {
        leased(connection.answer());
      } else if (connection.status() != 204) {
        throw new IOException("no leases: " + connection.answer());
      }
      next();
    }

    private void ended() throws IOException {
      if (connection.status() == 409) {
        return; // the server has given it back: the worker came to it too late
      }
      if (connection.status() != 200) {
        throw new IOException("not ended: " + connection.answer());
      }
      left--;
      if (!timed) {
        result.add(200, connection.latencyNanos());
      }
    }

    private void leased(String answer) {
      long now = System.currentTimeMillis();
      firstNanos = firstNanos == 0 ? System.nanoTime() : firstNanos;
      Matcher lease = LEASE.matcher(answer);
      while (lease.find()) {
        leases.add(lease.group(1));
      }
      Matcher time = TIME.matcher(answer);
      while (timed && time.find()) {
        result.add(200, TimeUnit.MILLISECONDS.toNanos(now - Long.parseLong(time.group(1))));
      }
    }
  }

  private LeaseLoad(String operation, int most, int jobs, boolean timed) throws IOException {
    this.timed = timed;
    this.left = jobs;
    this.ask = post("/lease", "{\"operations\":[\"%s\"],\"max\":%d}".formatted(operation, most));
  }

  private static byte[] post(String path, String body) {
    return """
        POST %s HTTP/1.1\r
        Host: localhost\r
        Prefer: wait=60\r
        Content-Type: application/json\r
        Content-Length: %d\r
        \r
        %s"""
        .formatted(path, body.length(), body)
        .getBytes(StandardCharsets.US_ASCII);
  }

  public static void main(String[] arguments) throws IOException {
    int workers = Integer.parseInt(arguments[4]);
    LeaseLoad load =
        new LeaseLoad(
            arguments[0],
            Integer.parseInt(arguments[1]),
            Integer.parseInt(arguments[2]),
            Boolean.parseBoolean(arguments[3]));
    for (int i = 0; i < workers; i++) {
      load.connect(Integer.parseInt(arguments[5 + i % (arguments.length - 5)]));
    }
    load.run();
  }

  private void connect(int port) throws IOException {
    SocketChannel channel =
        SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    channel.configureBlocking(false);
    channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    Worker worker = new Worker(new HttpConnection(channel, ANSWER_BYTES));
    channel.register(selector, SelectionKey.OP_READ, worker);
    worker.next();
  }

  private void run() throws IOException {
    long startNanos = System.nanoTime();
    while (left > 0) {
      if (System.nanoTime() - startNanos > LIMIT_NANOS) {
        throw new IOException(left + " jobs have not ended");
      }
      selector.select(this::read, 100);
    }
    result.finish(System.nanoTime() - firstNanos);
    result.print(System.out);
  }

  private void read(SelectionKey key) {
    Worker worker = (Worker) key.attachment();
    try {
      if (worker.connection.read()) {
        worker.answered();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
