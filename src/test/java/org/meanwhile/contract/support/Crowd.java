package org.meanwhile.contract.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;

/**
 * Thousands of concurrent clients. Each sends one request over a connection of its own and collects
 * the bytes of the answer. One thread serves all of them.
 */
public final class Crowd implements AutoCloseable {
  private static final Pattern LENGTH =
      Pattern.compile("\r\ncontent-length: *([0-9]+)\r\n", Pattern.CASE_INSENSITIVE);

  private final InetSocketAddress server;
  private final Selector selector;
  private final Queue<Visit> visits = new ConcurrentLinkedQueue<>();
  private final Queue<Visit> coming = new ConcurrentLinkedQueue<>();
  private final ByteBuffer buffer = ByteBuffer.allocate(64 * 1024);
  private volatile boolean closed;

  /** One client, and the bytes that it has received. */
  public static final class Visit {
    private final SocketChannel channel;
    private final StringBuffer got = new StringBuffer();
    private final long askedNanos = System.nanoTime();
    private volatile long tookNanos;
    private volatile boolean ended;
    private volatile boolean answered;

    private Visit(SocketChannel channel) {
      this.channel = channel;
    }

    /** All received bytes, headers included. */
    public String text() {
      return got.toString();
    }

    /** Whether the answer is complete, or the connection closed. */
    public boolean isOver() {
      return answered || ended;
    }

    /** The status of an answer that has begun. */
    public int status() {
      return Integer.parseInt(got.substring(9, 12));
    }

    /** The time until the last byte came. */
    public Duration took() {
      return Duration.ofNanos(tookNanos);
    }

    /** Disconnects, even before the answer is complete. */
    public void leave() {
      try {
        channel.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private void take(String more) {
      got.append(more);
      tookNanos = System.nanoTime() - askedNanos;
      int head = got.indexOf("\r\n\r\n");
      if (!answered && head >= 0) {
        Matcher length = LENGTH.matcher(got.substring(0, head + 2));
        answered =
            length.find() && got.length() >= head + 4 + Integer.parseInt(length.group(1))
                || got.length() >= head + 9 && got.substring(got.length() - 5).equals("0\r\n\r\n")
                || status() == 204
                || status() == 304;
      }
    }
  }

  public Crowd(int port) {
    server = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    try {
      selector = Selector.open();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread reader = new Thread(this::read, "crowd");
    reader.setDaemon(true);
    reader.start();
  }

  /**
   * Adds a client, which sends a GET.
   *
   * @param fields header fields of its request, without line ends
   */
  public Visit get(String path, String... fields) {
    StringBuilder request =
        new StringBuilder("GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1:" + server.getPort());
    for (String field : fields) {
      request.append("\r\n").append(field);
    }
    try {
      Visit visit = new Visit(SocketChannel.open(server));
      visit.channel.write(
          ByteBuffer.wrap(request.append("\r\n\r\n").toString().getBytes(StandardCharsets.UTF_8)));
      visit.channel.configureBlocking(false);
      visits.add(visit);
      coming.add(visit);
      selector.wakeup();
      return visit;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void read() {
    try {
      while (!closed) {
        selector.select(this::read, 200);
        for (Visit visit = coming.poll(); visit != null; visit = coming.poll()) {
          visit.channel.register(selector, SelectionKey.OP_READ, visit);
        }
      }
    } catch (ClosedSelectorException over) {
      // The crowd is being closed.
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void read(SelectionKey key) {
    Visit visit = (Visit) key.attachment();
    buffer.clear();
    try {
      if (visit.channel.read(buffer) < 0) {
        visit.ended = true;
        key.cancel();
      } else {
        visit.take(StandardCharsets.ISO_8859_1.decode(buffer.flip()).toString());
      }
    } catch (IOException e) {
      visit.ended = true;
      key.cancel();
    }
  }

  /** All clients, in the order in which they were added. */
  public List<Visit> visits() {
    return List.copyOf(visits);
  }

  /** The number of clients that match. */
  public long count(Predicate<Visit> what) {
    return visits.stream().filter(what).count();
  }

  /** Waits until all clients have their answers. */
  public void awaitAll(Duration atMost) {
    Awaitility.await("answers for all")
        .atMost(atMost)
        .until(() -> count(visit -> !visit.isOver()) == 0);
  }

  @Override
  public void close() {
    closed = true;
    try {
      visits.forEach(Visit::leave);
      selector.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
