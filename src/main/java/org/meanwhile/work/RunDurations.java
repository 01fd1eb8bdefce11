package org.meanwhile.work;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.meanwhile.job.read.QueueEstimates;

/** How long this node's runs took, told to {@link QueueEstimates} now and then. */
@ApplicationScoped
public class RunDurations {
  private record Sum(long runs, long nanos) {
    Sum plus(Sum other) {
      return new Sum(runs + other.runs, nanos + other.nanos);
    }
  }

  private final Map<String, Sum> sums = new ConcurrentHashMap<>();
  @Inject private QueueEstimates estimates;

  void add(String operation, Duration time) {
    sums.merge(operation, new Sum(1, time.toNanos()), Sum::plus);
  }

  /** Tells what was added since the last time; what cannot be told is forgotten. */
  void tell() {
    for (String operation : sums.keySet()) {
      Sum sum = sums.remove(operation);
      double meanMillis = (double) sum.nanos() / sum.runs() / TimeUnit.MILLISECONDS.toNanos(1);
      estimates.learn(operation, sum.runs(), meanMillis);
    }
  }
}
