package org.meanwhile.bench.peer;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The body of every peer's job: it does nothing but being counted. */
final class Executions {
  private static final Duration LIMIT = Duration.ofMinutes(5);

  private static volatile Instant first;
  private static volatile CountDownLatch left = new CountDownLatch(0);

  private Executions() {}

  static void expect(int jobs) {
    first = null;
    left = new CountDownLatch(jobs);
  }

  static void one() {
    if (first == null) {
      first = Instant.now();
    }
    left.countDown();
  }

  /** When the first of the expected jobs ran, give or take what the others of its batch needed. */
  static Instant awaitAll() throws InterruptedException {
    if (!left.await(LIMIT.toMinutes(), TimeUnit.MINUTES)) {
      throw new IllegalStateException(left.getCount() + " jobs did not run");
    }
    return first;
  }
}
