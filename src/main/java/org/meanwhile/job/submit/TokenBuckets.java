package org.meanwhile.job.submit;

import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * A token bucket for each caller: it holds as many tokens as there are to be had in a minute, and
 * they come back evenly. Safe for threads.
 *
 * <p>A bucket that is full is as good as none, and not kept. Beyond the most that may be kept, the
 * one that was used least lately is forgotten, which is to its caller's advantage.
 */
final class TokenBuckets {
  private static final long MINUTE_NANOS = TimeUnit.MINUTES.toNanos(1);

  private final int perMinute;
  private final int mostKept;
  private final LongSupplier nanoTime;

  /** By caller: when the bucket will be full, if nothing is taken. The least lately used first. */
  private final Map<String, Long> fullAtNanos = new LinkedHashMap<>(16, 0.75f, true);

  TokenBuckets(int perMinute, int mostKept, LongSupplier nanoTime) {
    this.perMinute = perMinute;
    this.mostKept = mostKept;
    this.nanoTime = nanoTime;
  }

  /** Takes one, when there is one; else says when there will be. */
  synchronized Optional<Duration> take(String caller) {
    long now = nanoTime.getAsLong();
    long missing = missingNanos(caller, now) + tokenNanos();
    if (missing > MINUTE_NANOS) {
      return Optional.of(Duration.ofNanos(missing - MINUTE_NANOS));
    }
    fullAtNanos.put(caller, now + missing);
    forgetSome(now);
    return Optional.empty();
  }

  /** Gives one back that was not used. */
  synchronized void release(String caller) {
    fullAtNanos.computeIfPresent(caller, (name, full) -> full - tokenNanos());
  }

  synchronized SubmitRateLimiter.Standing standing(String caller) {
    long missing = missingNanos(caller, nanoTime.getAsLong());
    return new SubmitRateLimiter.Standing(
        perMinute, (int) ((MINUTE_NANOS - missing) / tokenNanos()), Duration.ofNanos(missing));
  }

  synchronized int kept() {
    return fullAtNanos.size();
  }

  /** What is not there, as the time in which it comes back. */
  private long missingNanos(String caller, long now) {
    Long full = fullAtNanos.get(caller);
    return full == null ? 0 : Math.max(0, full - now);
  }

  private long tokenNanos() {
    return MINUTE_NANOS / perMinute;
  }

  private void forgetSome(long now) {
    Iterator<Long> eldest = fullAtNanos.values().iterator();
    while (eldest.hasNext()) {
      boolean full = eldest.next() - now <= 0;
      if (!full && fullAtNanos.size() <= mostKept) {
        return;
      }
      eldest.remove();
    }
  }
}
