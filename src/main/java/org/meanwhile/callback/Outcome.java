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
record Outcome(OptionalInt status, Optional<String> error, Optional<Duration> retryAfter) {
  private static final int GONE = 410;

  static Outcome answered(int status, Optional<Duration> retryAfter) {
    Optional<String> error =
        status / 100 == 3 ? Optional.of("redirects are not followed") : Optional.empty();
    return new Outcome(OptionalInt.of(status), error, retryAfter);
  }

  static Outcome failed(String error) {
    return new Outcome(OptionalInt.empty(), Optional.of(error), Optional.empty());
  }

  boolean delivered() {
    return status.isPresent() && status.getAsInt() / 100 == 2;
  }

  boolean gone() {
    return status.isPresent() && status.getAsInt() == GONE;
  }
}
