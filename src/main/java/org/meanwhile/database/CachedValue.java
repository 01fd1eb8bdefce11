package org.meanwhile.database;

import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.meanwhile.platform.Loop;

/**
 * A value that is read again when it has expired, by one thread for all. The other threads get the
 * expired value while that thread reads; only the first read of all makes them wait. Thread-safe.
 */
public final class CachedValue<T> {
  private record Entry<T>(T value, long expiresNanos) {}

  private final ReentrantLock reading = new ReentrantLock();
  private final Duration timeToLive;
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
   * read, whichever is longer: with a factor of 20, reading takes at most 5 % of the time. The
   * latter is {@link Loop#MAX_REST} at most, and a read that failed has no cost.
   */
  public CachedValue(Duration timeToLive, int costFactor, Supplier<T> reader) {
    this.timeToLive = timeToLive;
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

  /** The value that was read last, however old, without reading it; else the fallback. */
  public T known(T fallback) {
    Entry<T> known = cached;
    return known == null ? fallback : known.value();
  }

  /** Like {@link #get}, but returns the fallback when no value was ever read, and none can be. */
  public T getOr(T fallback) {
    try {
      return get();
    } catch (DatabaseFailure e) {
      return fallback;
    }
  }

  private Entry<T> read(@Nullable Entry<T> known) {
    long startNanos = System.nanoTime();
    try {
      T value = reader.get();
      return entry(value, System.nanoTime() - startNanos);
    } catch (DatabaseFailure e) {
      if (known == null) {
        throw e;
      }
      return entry(known.value(), 0);
    }
  }

  private Entry<T> entry(T value, long tookNanos) {
    long restNanos = Loop.restNanos(tookNanos, timeToLive, costFactor);
    return new Entry<>(value, System.nanoTime() + Math.max(timeToLive.toNanos(), restNanos));
  }
}
