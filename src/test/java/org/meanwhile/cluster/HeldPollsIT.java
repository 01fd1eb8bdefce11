package org.meanwhile.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.meanwhile.cluster.support.Cluster;
import org.meanwhile.cluster.support.SharedCluster;
import org.meanwhile.contract.support.Client;
import org.meanwhile.contract.support.Server;

/** The clients of a node that is killed while it holds thousands of answers. */
@Execution(ExecutionMode.SAME_THREAD)
@ExtendWith(SharedCluster.class)
class HeldPollsIT {
  private static final int POLLS_OF_EACH = Integer.getInteger("faults.polls", 5_000);
  private static final Duration LIMIT = Duration.ofMinutes(2);

  private final Cluster cluster;

  HeldPollsIT(Cluster cluster) {
    this.cluster = cluster;
  }

  @BeforeEach
  void repairCluster() {
    cluster.repair();
  }

  @Test
  @EnabledIfSystemProperty(named = "faults", matches = ".*")
  void none_of_ten_thousand_clients_waits_for_a_node_that_is_dead() throws IOException {
    Client other = cluster.node(1).client();
    String job = other.accepted(Map.of("operation", "simulate", "startAt", Client.TOMORROW));
    try (Polls ofKilled = new Polls(cluster.node(0));
        Polls ofOther = new Polls(cluster.node(1))) {
      ofKilled.open(POLLS_OF_EACH, job);
      ofOther.open(POLLS_OF_EACH, job);
      assertThat(ofKilled.hear(0, Duration.ofSeconds(2))).as("all are held").isEmpty();
      assertThat(ofOther.hear(0, Duration.ofSeconds(2))).as("all are held").isEmpty();
      cluster.node(0).kill();

      long killedNanos = System.nanoTime();
      assertThat(ofKilled.hear(POLLS_OF_EACH, LIMIT)).containsOnly(Map.entry(-1, POLLS_OF_EACH));
      report("connections were broken", killedNanos);

      long againNanos = System.nanoTime();
      ofOther.open(POLLS_OF_EACH, job);
      report("polls were sent again to another node", againNanos);
      assertThat(ofOther.hear(0, Duration.ofSeconds(1))).as("all are held").isEmpty();
      long endNanos = System.nanoTime();
      other.cancel(job).then().statusCode(200);
      assertThat(ofOther.hear(2 * POLLS_OF_EACH, LIMIT))
          .containsOnly(Map.entry(410, 2 * POLLS_OF_EACH));
      report("twice as many were answered", endNanos);
    }
  }

  /** For who runs this by hand: no test depends on how long something takes. */
  private static void report(String what, long sinceNanos) {
    System.out.printf(
        "%d %s: %d ms%n", POLLS_OF_EACH, what, (System.nanoTime() - sinceNanos) / 1_000_000);
  }

  /** Polls of a node, each on a connection of its own, and one thread for all of them. */
  private static final class Polls implements AutoCloseable {
    private static final int STATUS_AT = "HTTP/1.1 ".length();

    private final Server node;
    private final Selector selector;
    private final ByteBuffer buffer = ByteBuffer.allocate(64 << 10);

    Polls(Server node) throws IOException {
      this.node = node;
      this.selector = Selector.open();
    }

    void open(int count, String job) throws IOException {
      byte[] request =
          ("GET /job/" + job + " HTTP/1.1\r\nHost: localhost\r\nPrefer: wait=100\r\n\r\n")
              .getBytes(StandardCharsets.US_ASCII);
      for (int i = 0; i < count; i++) {
        SocketChannel channel = SocketChannel.open(new InetSocketAddress("127.0.0.1", node.port()));
        channel.write(ByteBuffer.wrap(request));
        channel.configureBlocking(false);
        channel.register(selector, SelectionKey.OP_READ);
      }
    }

    /**
     * Waits until so many polls were answered or their connections were broken.
     *
     * @return how many polls had which status; -1 is that of a broken connection
     */
    Map<Integer, Integer> hear(int count, Duration limit) throws IOException {
      Map<Integer, Integer> statuses = new HashMap<>();
      int heard = 0;
      long endNanos = System.nanoTime() + limit.toNanos();
      while (System.nanoTime() < endNanos && (count == 0 || heard < count)) {
        selector.select(100);
        for (SelectionKey key : selector.selectedKeys()) {
          statuses.merge(status((SocketChannel) key.channel()), 1, Integer::sum);
          key.channel().close();
          heard++;
        }
        selector.selectedKeys().clear();
      }
      return statuses;
    }

    private int status(SocketChannel channel) {
      buffer.clear();
      try {
        if (channel.read(buffer) <= STATUS_AT) {
          return -1;
        }
      } catch (IOException broken) {
        return -1;
      }
      String line = new String(buffer.array(), STATUS_AT, 3, StandardCharsets.US_ASCII);
      return Integer.parseInt(line);
    }

    @Override
    public void close() throws IOException {
      for (SelectionKey key : selector.keys()) {
        key.channel().close();
      }
      selector.close();
    }
  }
}
