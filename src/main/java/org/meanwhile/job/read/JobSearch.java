package org.meanwhile.job.read;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.meanwhile.job.JobStatus;
import org.meanwhile.job.read.JobQuery.Order;
import org.meanwhile.job.read.JobQuery.Position;
import org.meanwhile.job.read.JobStatements.Match;
import org.meanwhile.job.read.JobStatements.Reading;

/**
 * Finds the jobs of a filter by the index that leads to the fewest of them. Where no index knows
 * which jobs match, they are searched for step by step along an index, among {@value
 * JobQuery#MAX_SEARCHED} jobs at most.
 *
 * <p>Belongs to one transaction.
 */
final class JobSearch {
  /**
   * So many jobs are looked at with one statement. Of many more PostgreSQL would rather read the
   * whole table: it takes the words of a text for rare, and 10,000 steps of an index for dear.
   */
  private static final int WINDOW = 1000;

  private final JobStatements statements;

  JobSearch(JobStatements statements) {
    this.statements = statements;
  }

  /**
   * What was found.
   *
   * @param matches one more than the page holds, if there is one
   * @param searchedUntil where the search has ended without having seen all; empty when it has not
   */
  record Found(List<Match> matches, Optional<Position> searchedUntil) {
    static final Found NOTHING = new Found(List.of(), Optional.empty());
  }

  /** Finds a page. */
  Found find(JobQuery wanted, Reading columns) {
    JobQuery query = wanted.of(resolved(wanted.filter()));
    if (query.filter().matchesNothing()) {
      return Found.NOTHING;
    }
    return query.order() == Order.END
        ? byEnd(query, columns)
        : find(query, path(query.filter()), JobQuery.MAX_SEARCHED, columns);
  }

  /**
   * The same filter with the jobs that wait for those it names; and what looks like an id and is
   * none of a job in the scope is a word.
   */
  JobFilter resolved(JobFilter wanted) {
    JobFilter filter =
        wanted.origin().after().isEmpty()
            ? wanted
            : wanted.withOrigin(
                wanted.origin().withChildren(statements.children(wanted.origin().after())));
    return filter.text().isEmpty() || filter.matchesNothing()
        ? filter
        : filter.withText(filter.text().get().withIds(ids -> known(ids, filter)));
  }

  private SearchText known(SearchText.Ids ids, JobFilter filter) {
    JobQuery anyJob = JobQuery.of(JobFilter.of(filter.scope()).withText(ids), 1);
    return statements.areMoreThan(0, anyJob, SearchPath.FEW) ? ids : ids.otherwise();
  }

  /** The path that leads to the fewest jobs, in the order of creation. */
  SearchPath path(JobFilter filter) {
    if (filter.namesIds() || filter.origin().children().isPresent() || !filter.nodes().isEmpty()) {
      return SearchPath.FEW;
    }
    if (filter.hasIndexedOrigin()) {
      return SearchPath.ORIGIN;
    }
    return filter.isOfEnded() && areFewEnded(filter) ? SearchPath.FEW : SearchPath.REQUESTS;
  }

  private boolean areFewEnded(JobFilter filter) {
    return filter.possibleStatuses().stream()
        .allMatch(
            status ->
                statements
                    .nth(
                        ended(filter, status),
                        SearchPath.ENDS,
                        JobQuery.MAX_SEARCHED / filter.possibleStatuses().size())
                    .isEmpty());
  }

  /** All of its jobs, as one page, for counting. */
  static JobQuery ended(JobFilter filter, JobStatus status) {
    return new JobQuery(
        filter.withStatuses(Set.of(status)), Order.END, Optional.empty(), Integer.MAX_VALUE, false);
  }

  /**
   * Each ended status by itself, because an index has one after the other. Behind the place where
   * the search for one of them has ended, nothing is told of the others either.
   */
  private Found byEnd(JobQuery query, Reading columns) {
    Set<JobStatus> statuses = query.filter().possibleStatuses();
    statuses.removeIf(status -> !status.ended());
    List<Found> parts =
        statuses.stream()
            .map(status -> query.of(query.filter().withStatuses(Set.of(status))))
            .map(
                part ->
                    find(part, SearchPath.ENDS, JobQuery.MAX_SEARCHED / statuses.size(), columns))
            .toList();
    Optional<Position> end =
        parts.stream()
            .flatMap(part -> part.searchedUntil().stream())
            .max(Comparator.naturalOrder());
    List<Match> matches =
        parts.stream()
            .flatMap(part -> part.matches().stream())
            .filter(match -> end.isEmpty() || match.position().compareTo(end.get()) >= 0)
            .sorted(Comparator.comparing(Match::position).reversed())
            .limit(query.limit() + 1L)
            .toList();
    return new Found(matches, matches.size() > query.limit() ? Optional.empty() : end);
  }

  private Found find(JobQuery query, SearchPath path, int most, Reading columns) {
    if (!path.isSearched(query.filter())) {
      return new Found(statements.rows(query, path, Optional.empty(), columns), Optional.empty());
    }
    List<Match> matches = new ArrayList<>();
    JobQuery rest = query;
    for (int looked = 0; looked < most; looked += WINDOW) {
      int window = Math.min(WINDOW, most - looked);
      Optional<Position> end = statements.nth(rest, path, window);
      matches.addAll(
          statements.rows(rest.limitedTo(query.limit() - matches.size()), path, end, columns));
      if (end.isEmpty() || matches.size() > query.limit()) {
        return new Found(matches, Optional.empty());
      }
      rest = rest.behind(end.get());
    }
    return new Found(matches, rest.after());
  }
}
