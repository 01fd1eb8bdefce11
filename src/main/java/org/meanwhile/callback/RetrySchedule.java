package org.meanwhile.callback;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.meanwhile.job.delivery.DeliveryResult;
import org.meanwhile.job.delivery.DeliveryState;

/**
 * What comes after a try.
 *
 * @param waits between one try and the next; there is one try more than there are waits
 */
record RetrySchedule(List<Duration> waits) {
  /** So that what failed together does not come back together. */
  private static final double JITTER = 0.1;

  /**
   * @param failures how many tries had failed in a row before this one
   */
  DeliveryResult after(int failures, AttemptOutcome outcome, Duration latency) {
    if (outcome.delivered()) {
      return result(outcome, latency, DeliveryState.DELIVERED, 0, Duration.ZERO);
    }
    if (outcome.gone()) {
      return result(outcome, latency, DeliveryState.GONE, failures + 1, Duration.ZERO);
    }
    if (failures >= waits.size()) {
      return result(outcome, latency, DeliveryState.GIVEN_UP, failures + 1, Duration.ZERO);
    }
    Duration planned = jittered(waits.get(failures));
    Duration next = outcome.retryAfter().filter(w -> w.compareTo(planned) > 0).orElse(planned);
    return result(outcome, latency, DeliveryState.PENDING, failures + 1, next);
  }

  private static DeliveryResult result(
      AttemptOutcome outcome, Duration latency, DeliveryState state, int failures, Duration next) {
    return new DeliveryResult(latency, outcome.status(), outcome.error(), state, failures, next);
  }

  private static Duration jittered(Duration wait) {
    double factor = ThreadLocalRandom.current().nextDouble(1 - JITTER, 1 + JITTER);
    return Duration.ofMillis(Math.round(wait.toMillis() * factor));
  }
}
