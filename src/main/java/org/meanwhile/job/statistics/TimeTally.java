package org.meanwhile.job.statistics;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;

/** Counts times until they are taken. Thread-safe: adding a time is two counters. */
final class TimeTally {
  private final AtomicLongArray buckets = new AtomicLongArray(TimeHistogram.BUCKETS);
  private final AtomicLong totalMillis = new AtomicLong();

  void add(Duration time) {
    buckets.incrementAndGet(TimeHistogram.bucket(time));
    totalMillis.addAndGet(time.toMillis());
  }

  /** Takes back what {@link #take} returned. */
  void add(Counts.Times times) {
    times.histogram().forEach(buckets::addAndGet);
    totalMillis.addAndGet(times.totalMillis());
  }

  /** Returns what was counted, and starts anew. Each time is taken once. */
  Counts.Times take() {
    long total = totalMillis.getAndSet(0);
    Map<Integer, Long> counts = new HashMap<>();
    long count = 0;
    for (int bucket = 0; bucket < buckets.length(); bucket++) {
      if (buckets.get(bucket) != 0) {
        long found = buckets.getAndSet(bucket, 0);
        counts.put(bucket, found);
        count += found;
      }
    }
    return new Counts.Times(count, total, TimeHistogram.of(counts));
  }
}
