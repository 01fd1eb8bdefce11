package org.meanwhile.bench.peer;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The body of every peer's job: counts the execution, after a sleep if it is to last. */
final class Executions {
  private static final Duration LIMIT = Duration.ofMinutes(5);

  private static volatile Instant first;
  private static volatile CountDownLatch remaining = new CountDownLatch(0);

  private static volatile int millis;

  private Executions() {}

  /** Sets how long each job sleeps. */
  static void last(int sleepMillis) {
    millis = sleepMillis;
  }

  static void expect(int jobs) {
    first = null;
    remaining = new CountDownLatch(jobs);
  }

  static void count() {
    if (first == null) {
      first = Instant.now();
    }
    if (millis > 0) {
      try {
        Thread.sleep(millis);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
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
