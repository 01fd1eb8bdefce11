package org.meanwhile.job.change;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What a caller wants changed in a job, each part valid by itself. What is empty stays as it is.
 *
 * @param version the change is refused when the job is at another version
 * @param startAt a time that is past means at once
 * @param deadline holds an empty value when the job is to have none
 */
public record JobPatch(
    Optional<Long> version,
    Optional<Integer> priority,
    Optional<Instant> startAt,
    Optional<Duration> timeout,
    Optional<Deadline> deadline,
    Optional<Duration> retain,
    Optional<LabelPatch> labels,
    Optional<CallbackPatch> callback,
    Optional<Boolean> suspended) {

  /** A deadline, or none. */
  public record Deadline(Optional<Instant> time) {}

  /** Suspends a job, or lets it go on. */
  public static JobPatch suspended(boolean suspended) {
    return new JobPatch(
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.of(suspended));
  }
}
