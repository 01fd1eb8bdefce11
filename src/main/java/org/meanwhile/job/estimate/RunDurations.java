package org.meanwhile.job.estimate;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Collects how long successful runs of each operation took on this node, for {@link
 * QueueEstimates}. Runs that went on from a checkpoint do not belong here: they did only a part of
 * the work. Thread-safe.
 */
@ApplicationScoped
public class RunDurations {
  /** Of the runs between two flushes; the newest. A flood must not push all earlier ones out. */
  private static final int MAX_SAMPLE = 16;

  private record Sum(long runs, long nanos, List<Long> newestMillis) {
    static Sum of(Duration run) {
      return new Sum(1, run.toNanos(), List.of(run.toMillis()));
    }

    Sum plus(Sum newer) {
      List<Long> all = Stream.concat(newestMillis.stream(), newer.newestMillis.stream()).toList();
      return new Sum(
          runs + newer.runs,
          nanos + newer.nanos,
          all.subList(Math.max(0, all.size() - MAX_SAMPLE), all.size()));
    }
  }

  /** Learns from durations; see {@link QueueEstimates#learn}. */
  @FunctionalInterface
  interface Estimates {
    void learn(String operation, long runs, double meanMillis, List<Long> sample);
  }

  private final Map<String, Sum> sums = new ConcurrentHashMap<>();
  private Estimates estimates;

  /** For the container's proxy. */
  protected RunDurations() {}

  @Inject
  RunDurations(QueueEstimates estimates) {
    this(estimates::learn);
  }

  RunDurations(Estimates estimates) {
    this.estimates = estimates;
  }

  public void add(String operation, Duration time) {
    sums.merge(operation, Sum.of(time), Sum::plus);
  }

  /**
   * Adds the durations since the last flush to the estimates.
   *
   * @throws org.meanwhile.database.DatabaseFailure when they could not be stored: those of the
   *     operation at hand are lost, for an estimate needs no single run
   */
  public void flush() {
    for (String operation : sums.keySet()) {
      Sum sum = sums.remove(operation);
      double meanMillis = (double) sum.nanos() / sum.runs() / TimeUnit.MILLISECONDS.toNanos(1);
      estimates.learn(operation, sum.runs(), meanMillis, sum.newestMillis());
    }
  }
}
