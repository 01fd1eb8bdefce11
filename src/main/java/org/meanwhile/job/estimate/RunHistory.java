package org.meanwhile.job.estimate;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/**
 * How long the latest successful runs of an operation took. Runs that went on from a checkpoint are
 * not among them: they did only a part of the work.
 *
 * <p>The runs themselves rather than their mean: only they tell whether the mean says anything (of
 * runs that take a second or an hour it does not), and how long a run that has gone on for some
 * time may still take.
 */
public final class RunHistory {
  /** Nothing has run yet. */
  public static final RunHistory EMPTY = new RunHistory(new long[0]);

  /** Enough for quantiles; few enough that a change of the work shows soon. */
  private static final int MAX_RUNS = 64;

  /** Of two runs nobody can tell how far they spread. */
  private static final int MIN_RUNS = 3;

  /** When fewer runs took longer than this part of all, those are exceptions. */
  private static final double MIN_PART = 0.05;

  /**
   * What lies beyond these quantiles counts as they do: a single run that hung does not move the
   * mean of all.
   */
  private static final double CLIPPED = 0.05;

  private static final long MAX_MILLIS = Duration.ofDays(999).toMillis();

  private final long[] latest;
  private final long[] sorted;

  private RunHistory(long[] latest) {
    this.latest = latest;
    this.sorted = latest.clone();
    Arrays.sort(sorted);
  }

  /** Of durations in milliseconds, the newest last; only the newest 64 count. */
  public static RunHistory of(List<Long> millis) {
    int from = Math.max(0, millis.size() - MAX_RUNS);
    return new RunHistory(
        millis.subList(from, millis.size()).stream()
            .mapToLong(run -> Math.min(MAX_MILLIS, Math.max(0, run)))
            .toArray());
  }

  /** Reads {@link #text}. */
  static RunHistory parse(String text) {
    return text.isEmpty() ? EMPTY : of(Arrays.stream(text.split(",")).map(Long::valueOf).toList());
  }

  String text() {
    return LongStream.of(latest).mapToObj(Long::toString).collect(Collectors.joining(","));
  }

  /** With newer runs. */
  public RunHistory and(List<Long> millis) {
    return of(
        LongStream.concat(LongStream.of(latest), millis.stream().mapToLong(m -> m))
            .boxed()
            .toList());
  }

  /** How long a run takes; empty before the first. */
  public Optional<TimeLeft> run() {
    return spread(0, 1, 0);
  }

  /**
   * How long a run that has lasted this time will take from now on, compared with those runs only
   * that took longer. Empty when fewer than 3 runs, or less than 5 % of all, took longer.
   *
   * @param share the part of a whole run that this run does, from 0 to 1: a run that goes on from a
   *     checkpoint does the rest only
   */
  public Optional<TimeLeft> leftAfter(Duration elapsed, double share) {
    long millis = elapsed.toMillis();
    int from = 0;
    while (from < sorted.length && sorted[from] * share <= millis) {
      from++;
    }
    int longer = sorted.length - from;
    boolean hardlyAny = longer < MIN_RUNS || longer < sorted.length * MIN_PART;
    return from > 0 && hardlyAny ? Optional.empty() : spread(from, share, millis);
  }

  /** Of the runs from this one on, this share of each, less what has passed. */
  private Optional<TimeLeft> spread(int from, double share, long passedMillis) {
    int runs = sorted.length - from;
    if (runs == 0) {
      return Optional.empty();
    }
    int clipped = (int) (runs * CLIPPED);
    double[] left = new double[runs];
    for (int i = 0; i < runs; i++) {
      int clippedTo = Math.min(runs - 1 - clipped, Math.max(clipped, i));
      left[i] = sorted[from + clippedTo] * share - passedMillis;
    }
    double mean = Arrays.stream(left).average().orElseThrow();
    return Optional.of(
        runs < MIN_RUNS ? TimeLeft.guess(mean) : new TimeLeft(mean, deviation(left, mean)));
  }

  /** Wider for a few runs, which by chance may lie close together. */
  private static double deviation(double[] values, double mean) {
    double squares = Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum();
    int degrees = values.length - 1;
    return Math.sqrt(squares / degrees) * (1 + 1.0 / degrees);
  }
}
