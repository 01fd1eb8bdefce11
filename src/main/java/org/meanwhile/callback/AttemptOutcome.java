package org.meanwhile.callback;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What came of one try.
 *
 * @param status of the answer; empty when there was none
 * @param error in words that the job's caller may see: they tell nothing of networks that only this
 *     server sees
 */
record AttemptOutcome(OptionalInt status, Optional<String> error, Optional<Duration> retryAfter) {
  private static final int GONE = 410;

  static AttemptOutcome answered(int status, Optional<Duration> retryAfter) {
    Optional<String> error =
        status / 100 == 3 ? Optional.of("redirects are not followed") : Optional.empty();
    return new AttemptOutcome(OptionalInt.of(status), error, retryAfter);
  }

  static AttemptOutcome failed(String error) {
    return new AttemptOutcome(OptionalInt.empty(), Optional.of(error), Optional.empty());
  }

  boolean delivered() {
    return status.isPresent() && status.getAsInt() / 100 == 2;
  }

  boolean gone() {
    return status.isPresent() && status.getAsInt() == GONE;
  }
}
