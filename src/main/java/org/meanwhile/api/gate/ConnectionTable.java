package org.meanwhile.api.gate;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Counts the requests of the latest connections, and remembers which of them have ended. Safe for
 * many threads, without locks.
 *
 * <p>The connector numbers its connections one by one, and nobody tells the application that one is
 * closed. So a connection keeps its entry until the one {@value #SIZE} numbers later takes it. That
 * many connections would have to come between a response and the next request of its connection,
 * which the connector has read already, for an end to be forgotten.
 */
final class ConnectionTable {
  private static final int SIZE = 1 << 18;

  /** Lower bits of an entry: the number of requests, or {@link #ENDED}. */
  private static final int COUNT_BITS = 16;

  private static final long COUNT_MASK = (1L << COUNT_BITS) - 1;
  private static final long ENDED = COUNT_MASK;

  /** The number of a connection and, in the lower bits, its state. */
  private final AtomicLongArray entries = new AtomicLongArray(SIZE);

  /**
   * Counts a request.
   *
   * @return false when the connection has ended: the request must not be served
   */
  boolean begin(long connection) {
    long updated =
        entries.updateAndGet(
            slot(connection),
            entry -> {
              long count = isOf(connection, entry) ? entry & COUNT_MASK : 0;
              return entry(connection, count >= ENDED - 1 ? count : count + 1);
            });
    return (updated & COUNT_MASK) != ENDED;
  }

  /** How many requests of the connection have begun; 0 when it is not in the table any more. */
  long requests(long connection) {
    long entry = entries.get(slot(connection));
    return isOf(connection, entry) ? entry & COUNT_MASK : 0;
  }

  /** No further request of this connection begins. */
  void end(long connection) {
    entries.set(slot(connection), entry(connection, ENDED));
  }

  private static boolean isOf(long connection, long entry) {
    return entry >>> COUNT_BITS == entry(connection, 0) >>> COUNT_BITS;
  }

  private static long entry(long connection, long count) {
    return connection << COUNT_BITS | count;
  }

  private static int slot(long connection) {
    return (int) (connection & (SIZE - 1));
  }
}
