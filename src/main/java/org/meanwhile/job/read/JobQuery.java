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
 * Which jobs to list.
 *
 * @param scope whose jobs
 * @param statuses a job has one of these; empty for any status
 * @param labels a job has all of these
 * @param after the page begins behind this position
 * @param limit the most jobs of the page
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

  /** The place of a job in the list; it does not move when jobs come and go. */
  public record Position(Instant createdAt, UUID id) {}
}
