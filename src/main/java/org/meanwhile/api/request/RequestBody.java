package org.meanwhile.api.request;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.meanwhile.api.problem.Problem;
import org.meanwhile.api.problem.ProblemType;
import org.meanwhile.platform.ConcurrencyLimit;

/**
 * The body of a request from a client that may be slow, or disconnect. Reading it blocks a thread,
 * so the body must arrive at a minimum rate, and the number of threads that wait for bodies is
 * limited.
 *
 * <p>The rate is checked before and after each read. One read may block for as long as the
 * connector lets it, 30 s.
 */
final class RequestBody extends FilterInputStream {
  private static final Duration RETRY = Duration.ofSeconds(5);
  private static final double SECOND_NANOS = TimeUnit.SECONDS.toNanos(1);

  /**
   * @param grace how long a body may take, however short it is
   * @param minRate how many bytes have to arrive in each further second
   * @param waitingThreads a permit for each thread that waits for a client
   */
  record Limits(Duration grace, int minRate, ConcurrencyLimit waitingThreads) {}

  private final Limits limits;
  private final String caller;
  private final long length;
  private final long startNanos = System.nanoTime();
  private long received;

  /**
   * @param caller the name of the caller
   * @param length from {@code Content-Length}; -1 when there is none
   */
  RequestBody(InputStream in, String caller, long length, Limits limits) {
    super(in);
    this.caller = caller;
    this.length = length;
    this.limits = limits;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] to, int from, int maxBytes) throws IOException {
    requireRate();
    boolean mayBlock = received != length && available() == 0;
    if (mayBlock) {
      acquirePermit();
    }
    try {
      int count = in.read(to, from, maxBytes);
      received += Math.max(0, count);
      return count;
    } catch (IOException e) {
      requireRate();
      throw new Problem(ProblemType.MALFORMED_REQUEST, "the body broke off");
    } finally {
      if (mayBlock) {
        limits.waitingThreads().release(caller);
      }
    }
  }

  @Override
  public long skip(long count) throws IOException {
    return read(new byte[(int) Math.min(count, 4096)]);
  }

  @Override
  public boolean markSupported() {
    return false;
  }

  private void acquirePermit() {
    switch (limits.waitingThreads().tryAcquire(caller)) {
      case GRANTED -> {}
      case LIMIT_REACHED ->
          throw new Problem(
                  ProblemType.QUEUE_FULL,
                  "this node waits for the bodies of too many requests; try again soon")
              .retryAfter(RETRY);
      case CALLER_LIMIT_REACHED ->
          throw new Problem(
                  ProblemType.QUOTA_EXCEEDED,
                  "this node waits for the bodies of too many of your requests; try again soon")
              .retryAfter(RETRY);
    }
  }

  private void requireRate() {
    double earnedNanos = received * SECOND_NANOS / limits.minRate();
    if (System.nanoTime() - startNanos > limits.grace().toNanos() + earnedNanos) {
      throw new Problem(ProblemType.REQUEST_TIMEOUT, "the body comes too slowly")
          .with("Connection", "close");
    }
  }
}
