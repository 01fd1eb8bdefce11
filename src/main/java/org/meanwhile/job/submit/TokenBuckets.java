package org.meanwhile.job.submit;

import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * A token bucket for each caller: it holds the tokens of one minute and is refilled evenly. Never
 * blocks; safe for many threads.
 *
 * <p>A full bucket is not stored, because a missing bucket counts as full. When there are more than
 * {@code maxKept}, the least recently used is dropped, so its caller starts with a full one.
 */
final class TokenBuckets {
  private static final long MINUTE_NANOS = TimeUnit.MINUTES.toNanos(1);

  private final int perMinute;
  private final int maxKept;
  private final LongSupplier nanoTime;

  /** Maps a caller to the time when its bucket will be full, the least recently used first. */
  private final Map<String, Long> fullAtNanos = new LinkedHashMap<>(16, 0.75f, true);

  TokenBuckets(int perMinute, int maxKept, LongSupplier nanoTime) {
    this.perMinute = perMinute;
    this.maxKept = maxKept;
    this.nanoTime = nanoTime;
  }

  /**
   * Takes tokens, or returns the time until there are as many; of more than a bucket holds there
   * never are.
   */
  synchronized Optional<Duration> take(String caller, long tokens) {
    long now = nanoTime.getAsLong();
    long missing = missingNanos(caller, now) + tokens * tokenNanos();
    if (missing > MINUTE_NANOS) {
      return Optional.of(Duration.ofNanos(missing - MINUTE_NANOS));
    }
    fullAtNanos.put(caller, now + missing);
    forget(now);
    return Optional.empty();
  }

  /** Returns tokens that were not used. */
  synchronized void release(String caller, long tokens) {
    fullAtNanos.computeIfPresent(caller, (name, full) -> full - tokens * tokenNanos());
  }

  synchronized RateLimitStatus status(String caller) {
    long missing = missingNanos(caller, nanoTime.getAsLong());
    return new RateLimitStatus(
        perMinute, (int) ((MINUTE_NANOS - missing) / tokenNanos()), Duration.ofNanos(missing));
  }

  synchronized int kept() {
    return fullAtNanos.size();
  }

  /** The missing tokens, as the time in which they are refilled. */
  private long missingNanos(String caller, long now) {
    Long full = fullAtNanos.get(caller);
    return full == null ? 0 : Math.max(0, full - now);
  }

  private long tokenNanos() {
    return MINUTE_NANOS / perMinute;
  }

  private void forget(long now) {
    Iterator<Long> eldest = fullAtNanos.values().iterator();
    while (eldest.hasNext()) {
      boolean full = eldest.next() - now <= 0;
      if (!full && fullAtNanos.size() <= maxKept) {
        return;
      }
      eldest.remove();
    }
  }
}
