package org.meanwhile.job.statistics;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/**
 * How many times fell into each of fixed buckets: those of several nodes, or of several minutes,
 * are added. A bucket is at most 1/8 wider than its lower bound, so a quantile is at most 7 % off.
 * Immutable.
 */
public final class TimeHistogram {
  static final TimeHistogram EMPTY = new TimeHistogram(Map.of());

  /** Parts of each power of two. */
  private static final int PARTS_BITS = 3;

  private static final int PARTS = 1 << PARTS_BITS;

  /** 2^46 µs are two years; longer times count as two years. */
  private static final int MAX_BITS = 46;

  /** Below {@value #PARTS} µs each microsecond has a bucket. */
  static final int BUCKETS = (MAX_BITS - PARTS_BITS + 1) * PARTS;

  private final SortedMap<Integer, Long> counts;

  private TimeHistogram(Map<Integer, Long> counts) {
    this.counts = new TreeMap<>(counts);
  }

  /** The bucket of a time, from 0 to less than {@link #BUCKETS}. */
  static int bucket(Duration time) {
    long micros = Math.max(0, time.toNanos() / 1000);
    if (micros < PARTS) {
      return (int) micros;
    }
    int shift = 63 - Long.numberOfLeadingZeros(micros) - PARTS_BITS;
    return Math.min(BUCKETS - 1, (shift << PARTS_BITS) + (int) (micros >>> shift));
  }

  /** The middle of a bucket. */
  private static Duration middle(int bucket) {
    if (bucket < 2 * PARTS) {
      return micros(bucket);
    }
    int shift = (bucket >>> PARTS_BITS) - 1;
    long from = (long) (bucket - (shift << PARTS_BITS)) << shift;
    return micros(from + (1L << shift) / 2);
  }

  private static Duration micros(long micros) {
    return Duration.ofNanos(micros * 1000);
  }

  /**
   * @param counts by bucket; those of 0 are left out
   */
  static TimeHistogram of(Map<Integer, Long> counts) {
    Map<Integer, Long> all = new HashMap<>(counts);
    all.values().removeIf(count -> count == 0);
    return all.isEmpty() ? EMPTY : new TimeHistogram(all);
  }

  /** Reads what {@link #toString} wrote. */
  static TimeHistogram parse(String text) {
    Map<Integer, Long> counts = new HashMap<>();
    for (String each : text.isEmpty() ? new String[0] : text.split(" ")) {
      int colon = each.indexOf(':');
      counts.put(
          Integer.valueOf(each.substring(0, colon)), Long.valueOf(each.substring(colon + 1)));
    }
    return counts.isEmpty() ? EMPTY : new TimeHistogram(counts);
  }

  TimeHistogram plus(TimeHistogram other) {
    Map<Integer, Long> sum = new HashMap<>(counts);
    other.counts.forEach((bucket, count) -> sum.merge(bucket, count, Long::sum));
    return sum.isEmpty() ? EMPTY : new TimeHistogram(sum);
  }

  void forEach(BiConsumer<Integer, Long> action) {
    counts.forEach(action);
  }

  /**
   * A time that this part of all times did not exceed.
   *
   * @param part more than 0, at most 1
   * @return empty without any time
   */
  public Optional<Duration> quantile(double part) {
    long all = counts.values().stream().mapToLong(Long::longValue).sum();
    long wanted = (long) Math.ceil(all * part);
    long found = 0;
    for (Map.Entry<Integer, Long> each : counts.entrySet()) {
      found += each.getValue();
      if (found >= wanted) {
        return Optional.of(middle(each.getKey()));
      }
    }
    return Optional.empty();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof TimeHistogram histogram && counts.equals(histogram.counts);
  }

  @Override
  public int hashCode() {
    return counts.hashCode();
  }

  /** {@code bucket:count}, with spaces between; at most 9 KB. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    counts.forEach(
        (bucket, count) ->
            text.append(text.isEmpty() ? "" : " ").append(bucket).append(':').append(count));
    return text.toString();
  }
}
