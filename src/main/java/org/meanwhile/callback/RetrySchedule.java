package org.meanwhile.callback;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.meanwhile.job.delivery.DeliveryResult;
import org.meanwhile.job.delivery.DeliveryState;

/**
 * Decides what follows an attempt to deliver a callback.
 *
 * @param delays the delays between attempts; there is one attempt more than there are delays
 */
record RetrySchedule(List<Duration> delays) {
  /** Jitter of ±10 %, against retry storms. */
  private static final double JITTER = 0.1;

  /**
   * The result to store. A receiver may ask for a longer delay than the schedule's, not for a
   * shorter one.
   *
   * @param failures how many attempts in a row failed before this one
   */
  DeliveryResult after(int failures, AttemptOutcome outcome, Duration latency) {
    if (outcome.delivered()) {
      return result(outcome, latency, DeliveryState.DELIVERED, 0, Duration.ZERO);
    }
    if (outcome.gone()) {
      return result(outcome, latency, DeliveryState.GONE, failures + 1, Duration.ZERO);
    }
    if (failures >= delays.size()) {
      return result(outcome, latency, DeliveryState.GIVEN_UP, failures + 1, Duration.ZERO);
    }
    Duration scheduled = jittered(delays.get(failures));
    Duration next =
        outcome.retryAfter().filter(asked -> asked.compareTo(scheduled) > 0).orElse(scheduled);
    return result(outcome, latency, DeliveryState.PENDING, failures + 1, next);
  }

  private static DeliveryResult result(
      AttemptOutcome outcome, Duration latency, DeliveryState state, int failures, Duration next) {
    return new DeliveryResult(latency, outcome.status(), outcome.error(), state, failures, next);
  }

  private static Duration jittered(Duration delay) {
    double factor = ThreadLocalRandom.current().nextDouble(1 - JITTER, 1 + JITTER);
    return Duration.ofMillis(Math.round(delay.toMillis() * factor));
  }
}
