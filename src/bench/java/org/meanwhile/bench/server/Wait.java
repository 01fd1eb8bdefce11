package org.meanwhile.bench.server;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits with a limit. */
public final class Wait {
  private Wait() {}

  /**
   * Waits until a condition holds.
   *
   * @param what the condition in words, for the exception
   * @param interval the time between two checks
   * @throws IllegalStateException when the condition does not hold within the limit
   */
  public static void until(
      String what, Duration limit, Duration interval, BooleanSupplier condition) {
    long end = System.nanoTime() + limit.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new IllegalStateException("not " + what + " after " + limit);
      }
      pause(interval);
    }
  }

  /** Returns after this time. */
  public static void pause(Duration time) {
    long end = System.nanoTime() + time.toNanos();
    for (long rest = time.toNanos(); rest > 0; rest = end - System.nanoTime()) {
      LockSupport.parkNanos(rest);
    }
  }
}
