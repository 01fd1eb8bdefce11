package org.meanwhile.job.read;

import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.meanwhile.job.JobStatus;
import org.meanwhile.platform.Scope;

/**
 * Which jobs to list, newest first.
 *
 * @param scope whose jobs
 * @param statuses any of these; empty for all
 * @param labels all of these
 * @param after begin behind this one
 * @param limit how many at most
 */
public record JobQuery(
    Scope scope,
    Set<JobStatus> statuses,
    Optional<String> operation,
    Map<String, String> labels,
    Optional<Instant> createdAfter,
    Optional<Instant> createdBefore,
    Optional<Position> after,
    int limit) {

  public JobQuery {
    Objects.requireNonNull(scope);
  }

  /** A job's place among the others: it does not move while others come and go. */
  public record Position(Instant createdAt, UUID id) {}
}
