package org.meanwhile.work;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.meanwhile.job.read.QueueEstimates;

/**
 * Collects how long successful runs of each operation took on this node, for {@link
 * QueueEstimates}. Thread-safe.
 */
@ApplicationScoped
public class RunDurations {
  private record Sum(long runs, long nanos) {
    Sum plus(Sum other) {
      return new Sum(runs + other.runs, nanos + other.nanos);
    }
  }

  /** Learns from durations; see {@link QueueEstimates#learn}. */
  @FunctionalInterface
  interface Estimates {
    void learn(String operation, long runs, double meanMillis);
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

  void add(String operation, Duration time) {
    sums.merge(operation, new Sum(1, time.toNanos()), Sum::plus);
  }

  /**
   * Adds the durations since the last flush to the estimates.
   *
   * @throws org.meanwhile.database.DatabaseFailure when they could not be stored: those of the
   *     operation at hand are lost, for an estimate needs no single run
   */
  void flush() {
    for (String operation : sums.keySet()) {
      Sum sum = sums.remove(operation);
      double meanMillis = (double) sum.nanos() / sum.runs() / TimeUnit.MILLISECONDS.toNanos(1);
      estimates.learn(operation, sum.runs(), meanMillis);
    }
  }
}
