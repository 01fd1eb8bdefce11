package org.meanwhile.job.read;

import java.time.Instant;
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
    Set<Label> labels,
    Optional<Instant> createdAfter,
    Optional<Instant> createdBefore,
    Optional<Position> after,
    int limit) {

  /** How many jobs are looked at for one page, where no index knows which match. */
  public static final int MAX_SEARCHED = 10_000;

  private static final Set<JobStatus> UNFINISHED = Set.of(JobStatus.WAITING, JobStatus.RUNNING);

  public JobQuery {
    Objects.requireNonNull(scope);
  }

  /**
   * Whether jobs have to be looked at to see which match. Unfinished jobs are in indexes, and as
   * few as quotas let them be.
   */
  boolean isSearched() {
    boolean unfinished = !statuses.isEmpty() && UNFINISHED.containsAll(statuses);
    return !unfinished && !(statuses.isEmpty() && operation.isEmpty() && labels.isEmpty());
  }

  /** The rest of the same list. */
  JobQuery behind(Position position) {
    return new JobQuery(
        scope,
        statuses,
        operation,
        labels,
        createdAfter,
        createdBefore,
        Optional.of(position),
        limit);
  }

  /** The same list with shorter pages. */
  JobQuery limitedTo(int jobs) {
    return new JobQuery(
        scope, statuses, operation, labels, createdAfter, createdBefore, after, jobs);
  }

  /** A label that a job must have; a job has one value of a name at most. */
  public record Label(String name, String value) {}

  /** The place of a job in the list; it does not move when jobs come and go. */
  public record Position(Instant createdAt, UUID id) {}
}
