package org.meanwhile.api.request;

import jakarta.ws.rs.core.HttpHeaders;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.meanwhile.api.problem.Problem;
import org.meanwhile.api.problem.ProblemType;
import org.meanwhile.platform.ConcurrencyLimit;

/**
 * A body as it comes from a client that may be slow, or go away. Whoever reads it holds a thread:
 * so it must come at a least rate, and only so many may be waited for at a time.
 *
 * <p>One read may last as long as the connector lets it; what is allowed is looked at before each.
 */
final class RequestBody extends FilterInputStream {
  private static final int RETRY_SECONDS = 5;
  private static final double SECOND_NANOS = TimeUnit.SECONDS.toNanos(1);

  /**
   * @param grace how long it may take however short it is
   * @param leastRate how many bytes have to come in each further second
   * @param waiting a place for each thread that may wait for a client
   */
  record Limits(Duration grace, int leastRate, ConcurrencyLimit waiting) {}

  private final Limits limits;
  private final String caller;
  private final long length;
  private final long begun = System.nanoTime();
  private long received;

  /**
   * @param caller who sends it
   * @param length as the request says it; -1 when it does not
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
  public int read(byte[] to, int from, int most) throws IOException {
    requireRate();
    boolean waits = received != length && available() == 0;
    if (waits) {
      requirePlace();
    }
    try {
      int count = in.read(to, from, most);
      received += Math.max(0, count);
      return count;
    } catch (IOException e) {
      requireRate();
      throw new Problem(ProblemType.MALFORMED_REQUEST, "the body broke off");
    } finally {
      if (waits) {
        limits.waiting().release(caller);
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

  private void requirePlace() {
    switch (limits.waiting().tryAcquire(caller)) {
      case GRANTED -> {}
      case LIMIT_REACHED ->
          throw new Problem(
                  ProblemType.QUEUE_FULL, "as many requests are waited for as may; try again soon")
              .with(HttpHeaders.RETRY_AFTER, RETRY_SECONDS);
      case CALLER_LIMIT_REACHED ->
          throw new Problem(
                  ProblemType.QUOTA_EXCEEDED,
                  "as many of your requests are waited for as may; try again soon")
              .with(HttpHeaders.RETRY_AFTER, RETRY_SECONDS);
    }
  }

  private void requireRate() {
    double paidNanos = received * SECOND_NANOS / limits.leastRate();
    if (System.nanoTime() - begun > limits.grace().toNanos() + paidNanos) {
      throw new Problem(ProblemType.REQUEST_TIMEOUT, "the body comes too slowly")
          .with("Connection", "close");
    }
  }
}
