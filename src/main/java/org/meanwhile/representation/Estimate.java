package org.meanwhile.representation;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What may be expected of a job.
 *
 * @param queuePosition from 1; empty when it is unknown, or the job does not wait
 * @param finishAt empty when it is unknown, or the job has ended
 */
record Estimate(OptionalInt queuePosition, Optional<Instant> finishAt) {
  static final Estimate NONE = new Estimate(OptionalInt.empty(), Optional.empty());
}
