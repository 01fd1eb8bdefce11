package org.meanwhile.builtin.sort;

import java.util.concurrent.Semaphore;

/**
 * The memory that all sorts of a node share. A sort acquires its share before it allocates it, and
 * waits, first come first served, while too little is free. Without the budget, as many sorts as
 * there are slots could exhaust the heap together, although each keeps to its own limit.
 * Thread-safe.
 */
final class MemoryBudget {
  /** The bytes of one permit: a semaphore counts its permits in an int. */
  private static final int UNIT_BYTES = 1024;

  private final Semaphore units;

  /**
   * @param bytes must be at least as large as any share that will be acquired
   */
  MemoryBudget(long bytes) {
    units = new Semaphore((int) Math.min(Integer.MAX_VALUE, bytes / UNIT_BYTES), true);
  }

  /**
   * Blocks until so many bytes are free.
   *
   * @throws InterruptedException when the thread is interrupted while it waits
   */
  void acquire(long bytes) throws InterruptedException {
    units.acquire(units(bytes));
  }

  void release(long bytes) {
    units.release(units(bytes));
  }

  private static int units(long bytes) {
    return (int) ((bytes + UNIT_BYTES - 1) / UNIT_BYTES);
  }
}
