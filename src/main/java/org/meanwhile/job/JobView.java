package org.meanwhile.job;

import java.util.Optional;

/**
 * A job and its output as they stood at one moment, by the database's clock.
 *
 * @param expired whether its time of retention was over
 */
public record JobView(Job job, Optional<Output> output, boolean expired) {

  /**
   * Whether a caller may know that it exists: its own, and an operator everybody's.
   *
   * @param caller null for an operator
   */
  public boolean isVisibleTo(String caller) {
    return caller == null || caller.equals(job.caller());
  }

  /** The output that may be served now; empty when there is none, or none any more. */
  public Optional<Output> liveOutput() {
    return expired || job.removedAt().isPresent()
        ? Optional.empty()
        : output.filter(o -> o.deletedAt().isEmpty());
  }
}
