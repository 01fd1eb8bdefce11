package org.meanwhile.database;

import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * A value that is read at most so often, by one thread for all; the others take the old one
 * meanwhile. Only the very first read is waited for.
 */
public final class CachedValue<T> {
  private record Taken<T>(T value, long goodUntilNanos) {}

  private final ReentrantLock reading = new ReentrantLock();
  private final long freshNanos;
  private final int mostEffort;
  private final Supplier<T> read;
  private volatile Taken<T> taken;

  public CachedValue(Duration fresh, Supplier<T> read) {
    this(fresh, 0, read);
  }

  /** The same, and so many times as long as it took to read, when that is longer. */
  public CachedValue(Duration fresh, int mostEffort, Supplier<T> read) {
    this.freshNanos = fresh.toNanos();
    this.mostEffort = mostEffort;
    this.read = read;
  }

  private Taken<T> take(Taken<T> known) {
    long begunNanos = System.nanoTime();
    T value = readOrKeep(known);
    long nowNanos = System.nanoTime();
    long goodNanos = Math.max(freshNanos, (nowNanos - begunNanos) * mostEffort);
    return new Taken<>(value, nowNanos + goodNanos);
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

  public T get() {
    Taken<T> known = taken;
    if (known != null && System.nanoTime() - known.goodUntilNanos() < 0) {
      return known.value();
    }
    if (known == null) {
      reading.lock();
    } else if (!reading.tryLock()) {
      return known.value();
    }
    try {
      if (taken == known) {
        taken = take(known);
      }
      return taken.value();
    } finally {
      reading.unlock();
    }
  }
}
