package org.meanwhile.bench.load;

import java.io.PrintStream;
import java.util.Map;
import java.util.Scanner;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * What a load saw: how many answers of which status, and how long they took, to 20 µs. As text it
 * is {@code nanoseconds p50 p99 status count status count …}, latencies in microseconds. Not
 * thread-safe.
 */
public final class LoadResult {
  private static final int BUCKET_MICROS = 20;
  private static final int BUCKETS = 100_000;

  private final Map<Integer, Long> counts = new TreeMap<>();
  private final int[] latencies = new int[BUCKETS + 1];
  private long nanos;
  private long p50Micros;
  private long p99Micros;

  void add(int status, long tookNanos) {
    counts.merge(status, 1L, Long::sum);
    latencies[(int) Math.min(BUCKETS, tookNanos / 1_000 / BUCKET_MICROS)]++;
  }

  void lasted(long nanos) {
    this.nanos = nanos;
    p50Micros = percentile(0.5);
    p99Micros = percentile(0.99);
  }

  private long percentile(double part) {
    long left = (long) (count() * part);
    int bucket = 0;
    while (bucket < BUCKETS && left >= latencies[bucket]) {
      left -= latencies[bucket++];
    }
    return (long) bucket * BUCKET_MICROS;
  }

  void print(PrintStream out) {
    out.print(nanos + " " + p50Micros + " " + p99Micros);
    counts.forEach((status, count) -> out.print(" " + status + " " + count));
    out.println();
  }

  /** Reads what {@link #print} wrote. */
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
   * Answers a second.
   *
   * @throws IllegalStateException when there was one of another status
   */
  public double perSecond(int expected) {
    if (!counts.keySet().equals(java.util.Set.of(expected))) {
      throw new IllegalStateException("not all answers are " + expected + ": " + counts);
    }
    return count() * (double) TimeUnit.SECONDS.toNanos(1) / nanos;
  }

  /** Half of the answers took no longer, in milliseconds. */
  public double p50Millis() {
    return p50Micros / 1_000.0;
  }

  /** 99 of 100 answers took no longer, in milliseconds. */
  public double p99Millis() {
    return p99Micros / 1_000.0;
  }
}
