package org.meanwhile.bench.load;

import java.io.PrintStream;
import java.util.Map;
import java.util.Scanner;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * The result of a load: the number of answers by status, and their latencies in steps of 20 µs. As
 * text it is {@code nanoseconds p50 p99 status count status count …}, with latencies in
 * microseconds. Not thread-safe.
 */
public final class LoadResult {
  private static final int BUCKET_MICROS = 20;
  private static final int BUCKETS = 100_000;

  private final Map<Integer, Long> counts = new TreeMap<>();
  private final int[] latencies = new int[BUCKETS + 1];
  private long nanos;
  private long p50Micros;
  private long p99Micros;

  void add(int status, long latencyNanos) {
    counts.merge(status, 1L, Long::sum);
    latencies[(int) Math.min(BUCKETS, latencyNanos / 1_000 / BUCKET_MICROS)]++;
  }

  void finish(long nanos) {
    this.nanos = nanos;
    p50Micros = percentile(0.5);
    p99Micros = percentile(0.99);
  }

  private long percentile(double part) {
    long rest = (long) (count() * part);
    int bucket = 0;
    while (bucket < BUCKETS && rest >= latencies[bucket]) {
      rest -= latencies[bucket++];
    }
    return (long) bucket * BUCKET_MICROS;
  }

  void print(PrintStream out) {
    out.print(nanos + " " + p50Micros + " " + p99Micros);
    counts.forEach((status, count) -> out.print(" " + status + " " + count));
    out.println();
  }

  /** Reads the text that {@link #print} wrote. */
  static LoadResult read(String text) {
    LoadResult result = new LoadResult();
    Scanner words = new Scanner(text);
    result.nanos = words.nextLong();
    result.p50Micros = words.nextLong();
    result.p99Micros = words.nextLong();
    while (words.hasNextInt()) {
      result.counts.put(words.nextInt(), words.nextLong());
    }
    return result;
  }

  private long count() {
    return counts.values().stream().mapToLong(Long::longValue).sum();
  }

  /**
   * Returns the number of answers per second.
   *
   * @throws IllegalStateException when an answer has another status than the expected one
   */
  public double perSecond(int expected) {
    if (!counts.keySet().equals(Set.of(expected))) {
      throw new IllegalStateException("not all answers are " + expected + ": " + counts);
    }
    return count() * (double) TimeUnit.SECONDS.toNanos(1) / nanos;
  }

  /** The median latency. */
  public double p50Millis() {
    return p50Micros / 1_000.0;
  }

  /** The 99th percentile of the latency. */
  public double p99Millis() {
    return p99Micros / 1_000.0;
  }
}
