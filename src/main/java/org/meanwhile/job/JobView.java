package org.meanwhile.job;

import java.util.Optional;
import org.meanwhile.platform.Scope;

/**
 * A job and its output as they were at one moment.
 *
 * @param expired whether the output's retention was over then, by the database's clock
 */
public record JobView(Job job, Optional<Output> output, boolean expired) {

  /** Whether a request with this scope may know that the job exists. */
  public boolean isVisibleTo(Scope scope) {
    return scope.includes(job.caller());
  }

  /** The output that may be served; empty when there is none, or it has expired or was deleted. */
  public Optional<Output> liveOutput() {
    return expired || job.removedAt().isPresent()
        ? Optional.empty()
        : output.filter(o -> o.deletedAt().isEmpty());
  }
}
