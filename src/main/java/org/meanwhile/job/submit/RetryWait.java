package org.meanwhile.job.submit;

import java.time.Duration;

/** The time after which a refused client may try again. */
final class RetryWait {
  private RetryWait() {}

  /** Bounds an estimate, so that clients neither retry at once nor give up. */
  static Duration within(Duration estimate, Duration min, Duration max) {
    return estimate.compareTo(min) < 0 ? min : estimate.compareTo(max) > 0 ? max : estimate;
  }
}
