package org.meanwhile.job;

import java.util.Optional;
import org.meanwhile.platform.Scope;

/**
 * A job and its output as they stood at one moment, by the database's clock.
 *
 * @param expired whether its time of retention was over
 */
public record JobView(Job job, Optional<Output> output, boolean expired) {

  /** Whether a request with this scope may know that the job exists. */
  public boolean isVisibleTo(Scope scope) {
    return scope.includes(job.caller());
  }

  /** The output that may be served now; empty when there is none, or none any more. */
  public Optional<Output> liveOutput() {
    return expired || job.removedAt().isPresent()
        ? Optional.empty()
        : output.filter(o -> o.deletedAt().isEmpty());
  }
}
