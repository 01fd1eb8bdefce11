package org.meanwhile.bench.server;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waiting with an end. */
public final class Wait {
  private Wait() {}

  /**
   * Returns when it is so.
   *
   * @param every how often to look
   * @throws IllegalStateException when it is not so after the limit
   */
  public static void until(String what, Duration limit, Duration every, BooleanSupplier so) {
    long end = System.nanoTime() + limit.toNanos();
    while (!so.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new IllegalStateException("not " + what + " after " + limit);
      }
      pause(every);
    }
  }

  /** Returns after that long. */
  public static void pause(Duration time) {
    long end = System.nanoTime() + time.toNanos();
    for (long left = time.toNanos(); left > 0; left = end - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }
}
