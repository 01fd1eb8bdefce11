package org.meanwhile.job;

import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * A value that is read at most so often, by one thread for all; the others take the old one
 * meanwhile. Only the very first read is waited for.
 */
final class Remembered<T> {
  private record Taken<T>(T value, long nanos) {}

  private final ReentrantLock reading = new ReentrantLock();
  private final long freshNanos;
  private final Supplier<T> read;
  private volatile Taken<T> taken;

  Remembered(Duration fresh, Supplier<T> read) {
    this.freshNanos = fresh.toNanos();
    this.read = read;
  }

  /** A value that is too old is better than none: what asks for it can do without. */
  private T readOrKeep(Taken<T> known) {
    try {
      return read.get();
    } catch (DatabaseFailure e) {
      if (known == null) {
        throw e;
      }
      return known.value();
    }
  }

  T get() {
    Taken<T> known = taken;
    if (known != null && System.nanoTime() - known.nanos() < freshNanos) {
      return known.value();
    }
    if (known == null) {
      reading.lock();
    } else if (!reading.tryLock()) {
      return known.value();
    }
    try {
      if (taken == known) {
        taken = new Taken<>(readOrKeep(known), System.nanoTime());
      }
      return taken.value();
    } finally {
      reading.unlock();
    }
  }
}
