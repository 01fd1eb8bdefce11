package org.meanwhile.builtin.sort;

import java.util.concurrent.Semaphore;

/**
 * Memory that all sorts of a node share: each takes its share before it allocates it, and waits, in
 * the order of asking, when there is not enough. Without it as many sorts as there are slots could
 * exhaust the heap together, although each keeps to its limit.
 */
final class MemoryBudget {
  /** A permit's worth, so that they can be counted in an int. */
  private static final int UNIT_BYTES = 1024;

  private final Semaphore units;

  /**
   * @param bytes no less than any share that will be asked for
   */
  MemoryBudget(long bytes) {
    units = new Semaphore((int) Math.min(Integer.MAX_VALUE, bytes / UNIT_BYTES), true);
  }

  void take(long bytes) throws InterruptedException {
    units.acquire(units(bytes));
  }

  void giveBack(long bytes) {
    units.release(units(bytes));
  }

  private static int units(long bytes) {
    return (int) ((bytes + UNIT_BYTES - 1) / UNIT_BYTES);
  }
}
