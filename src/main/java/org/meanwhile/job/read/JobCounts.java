package org.meanwhile.job.read;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.meanwhile.job.JobStatus;
import org.meanwhile.job.StatusCounts;
import org.meanwhile.job.StatusCounts.Count;
import org.meanwhile.job.read.JobQuery.Position;

/**
 * Counts the jobs of a filter by status, up to {@value JobQuery#MAX_SEARCHED} of each: the database
 * looks at no more of them, however many there are.
 */
final class JobCounts {
  private final JobStatements statements;
  private final JobSearch search;

  JobCounts(JobStatements statements) {
    this.statements = statements;
    this.search = new JobSearch(statements);
  }

  /** Counts jobs of all statuses, whatever status the filter names. */
  StatusCounts of(JobFilter filter) {
    JobFilter any = search.resolved(filter).withStatuses(Set.of());
    Map<JobStatus, Count> counts = new EnumMap<>(JobStatus.class);
    if (any.matchesNothing()) {
      return new StatusCounts(counts);
    }
    boolean narrow = any.namesIds() || !any.nodes().isEmpty() || any.hasIndexedOrigin();
    if (narrow) {
      counts.putAll(together(any));
    } else {
      any.possibleStatuses()
          .forEach(
              status ->
                  counts.put(
                      status, status.ended() ? ended(any, status) : unfinished(any, status)));
    }
    return new StatusCounts(counts);
  }

  /** The number of all jobs that meet all conditions. */
  long all(JobFilter filter) {
    JobFilter resolved = search.resolved(filter);
    return resolved.matchesNothing()
        ? 0
        : count(JobQuery.of(resolved, 1), SearchPath.FEW, Optional.empty()).jobs();
  }

  private Map<JobStatus, Count> together(JobFilter filter) {
    SearchPath path = search.path(filter);
    JobQuery query = JobQuery.of(filter, JobQuery.MAX_SEARCHED);
    Optional<Position> end =
        path == SearchPath.ORIGIN
            ? statements.nth(query, path, JobQuery.MAX_SEARCHED + 1)
            : Optional.empty();
    Map<JobStatus, Count> counts = new EnumMap<>(JobStatus.class);
    if (end.isPresent()) {
      filter.possibleStatuses().forEach(status -> counts.put(status, new Count(0, true)));
    }
    statements
        .countByStatus(query, path, end)
        .forEach(row -> counts.put((JobStatus) row[0], new Count((Long) row[1], end.isPresent())));
    return counts;
  }

  private Count unfinished(JobFilter filter, JobStatus status) {
    JobQuery query = JobQuery.of(filter.withStatuses(Set.of(status)), JobQuery.MAX_SEARCHED);
    return statements.areMoreThan(JobQuery.MAX_SEARCHED, query, SearchPath.FEW)
        ? new Count(JobQuery.MAX_SEARCHED, true)
        : count(query, SearchPath.FEW, Optional.empty());
  }

  private Count ended(JobFilter filter, JobStatus status) {
    JobQuery query = JobSearch.ended(filter, status);
    Optional<Position> end = statements.nth(query, SearchPath.ENDS, JobQuery.MAX_SEARCHED + 1);
    return end.isPresent() && !SearchPath.ENDS.isSearched(query.filter())
        ? new Count(JobQuery.MAX_SEARCHED, true)
        : count(query, SearchPath.ENDS, end);
  }

  private Count count(JobQuery query, SearchPath path, Optional<Position> end) {
    long jobs = statements.countByStatus(query, path, end).mapToLong(row -> (Long) row[1]).sum();
    return new Count(jobs, end.isPresent());
  }
}
