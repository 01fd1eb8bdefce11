package org.meanwhile.callback;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The outcome of one attempt to deliver a callback.
 *
 * @param status the status of the receiver's answer; empty when there was no answer
 * @param error a text that the job's caller may read: it tells nothing about networks that only
 *     this server reaches
 * @param retryAfter the delay that the receiver asked for
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
