package org.meanwhile.bench.peer;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The body of every peer's job: counts the execution and does nothing else. */
final class Executions {
  private static final Duration LIMIT = Duration.ofMinutes(5);

  private static volatile Instant first;
  private static volatile CountDownLatch remaining = new CountDownLatch(0);

  private Executions() {}

  static void expect(int jobs) {
    first = null;
    remaining = new CountDownLatch(jobs);
  }

  static void count() {
    if (first == null) {
      first = Instant.now();
    }
    remaining.countDown();
  }

  /**
   * Waits for all expected jobs. Returns the time at which the first of them ran; jobs that started
   * together with it may overwrite it by a slightly later time.
   */
  static Instant awaitAll() throws InterruptedException {
    if (!remaining.await(LIMIT.toMinutes(), TimeUnit.MINUTES)) {
      throw new IllegalStateException(remaining.getCount() + " jobs did not run");
    }
    return first;
  }
}
