package org.meanwhile.job.statistics;

/**
 * For how long the slots of an operation were taken, each by itself, since this was asked last: to
 * the nanosecond, however short or long the runs are. Thread-safe.
 */
final class BusySlots {
  private int count;
  private long changedNanos;
  private long busyNanos;

  synchronized void taken(long nowNanos) {
    advance(nowNanos);
    count++;
  }

  synchronized void freed(long nowNanos) {
    advance(nowNanos);
    count--;
  }

  /** Returns whole milliseconds, and keeps the rest for the next time. */
  synchronized long take(long nowNanos) {
    advance(nowNanos);
    long millis = busyNanos / 1_000_000;
    busyNanos %= 1_000_000;
    return millis;
  }

  /** Two threads may come in another order than their times. */
  private void advance(long nowNanos) {
    if (count > 0) {
      busyNanos += count * (nowNanos - changedNanos);
    }
    changedNanos = nowNanos;
  }
}
