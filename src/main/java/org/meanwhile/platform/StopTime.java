package org.meanwhile.platform;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/**
 * The time that all steps of a stop have together. Each step has a limit of its own; when the
 * database hangs, many of them would reach it, and the process would be killed before the last. So
 * a step gets what is left. For one thread.
 */
public final class StopTime {
  /** With the container's own stop and 10 s of grace for runs, less than 30 s. */
  static final Duration TOTAL = Duration.ofSeconds(10);

  private static final Duration LEAST = Duration.ofMillis(100);

  private long deadlineNanos;

  /** A stop that begins now. */
  public StopTime() {
    this(TOTAL);
  }

  StopTime(Duration total) {
    deadlineNanos = System.nanoTime() + total.toNanos();
  }

  /** What a step may take: its own limit or what is left, and 100 ms in any case. */
  public Duration atMost(Duration limit) {
    Duration left = Duration.ofNanos(deadlineNanos - System.nanoTime());
    Duration least = left.compareTo(LEAST) < 0 ? LEAST : left;
    return limit.compareTo(least) < 0 ? limit : least;
  }

  /**
   * Waits for a condition that the operator has set a time for. What this takes is not taken from
   * the other steps.
   *
   * @return whether the condition held in time
   */
  public boolean grant(BooleanSupplier condition, Duration atMost) {
    long begunNanos = System.nanoTime();
    boolean held = Guarded.await(condition, atMost);
    deadlineNanos += System.nanoTime() - begunNanos;
    return held;
  }
}
