package org.meanwhile.database;

import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A value that is read again when it has expired, by one thread for all. The other threads get the
 * expired value while that thread reads; only the first read of all makes them wait. Thread-safe.
 */
public final class CachedValue<T> {
  private record Entry<T>(T value, long expiresNanos) {}

  private final ReentrantLock reading = new ReentrantLock();
  private final long timeToLiveNanos;
  private final int costFactor;
  private final Supplier<T> reader;

  /** Null before the first read has succeeded. */
  private volatile @Nullable Entry<T> cached;

  /**
   * @param timeToLive how long a value is reused after it was read
   * @param reader reads the value; never called by two threads at a time
   */
  public CachedValue(Duration timeToLive, Supplier<T> reader) {
    this(timeToLive, 0, reader);
  }

  /**
   * Reuses a value for {@code timeToLive} or for {@code costFactor} times as long as it took to
   * read, whichever is longer: with a factor of 20, reading takes at most 5 % of the time.
   */
  public CachedValue(Duration timeToLive, int costFactor, Supplier<T> reader) {
    this.timeToLiveNanos = timeToLive.toNanos();
    this.costFactor = costFactor;
    this.reader = reader;
  }

  /**
   * Returns the value, and reads it first when it has expired and no other thread is reading it.
   *
   * <p>When the read fails with a {@link DatabaseFailure}, the expired value is reused for another
   * time to live: an old value is better than none.
   *
   * @throws DatabaseFailure when no value was ever read, and the read fails
   */
  public T get() {
    Entry<T> known = cached;
    if (known != null && System.nanoTime() - known.expiresNanos() < 0) {
      return known.value();
    }
    if (known == null) {
      reading.lock();
    } else if (!reading.tryLock()) {
      return known.value();
    }
    try {
      Entry<T> current = cached;
      if (current == null || current == known) {
        current = read(known);
        cached = current;
      }
      return current.value();
    } finally {
      reading.unlock();
    }
  }

  private Entry<T> read(@Nullable Entry<T> known) {
    long startNanos = System.nanoTime();
    T value = readOrKeep(known);
    long nowNanos = System.nanoTime();
    long reuseNanos = Math.max(timeToLiveNanos, (nowNanos - startNanos) * costFactor);
    return new Entry<>(value, nowNanos + reuseNanos);
  }

  private T readOrKeep(@Nullable Entry<T> known) {
    try {
      return reader.get();
    } catch (DatabaseFailure e) {
      if (known == null) {
        throw e;
      }
      return known.value();
    }
  }
}
