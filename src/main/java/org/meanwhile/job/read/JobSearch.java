package org.meanwhile.job.read;

import jakarta.persistence.EntityManager;
import jakarta.persistence.TypedQuery;
import jakarta.persistence.criteria.CriteriaBuilder;
import jakarta.persistence.criteria.CriteriaQuery;
import jakarta.persistence.criteria.Expression;
import jakarta.persistence.criteria.From;
import jakarta.persistence.criteria.Predicate;
import jakarta.persistence.criteria.Root;
import jakarta.persistence.criteria.Selection;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.meanwhile.database.Columns;
import org.meanwhile.database.Database;
import org.meanwhile.database.Rows;
import org.meanwhile.job.Job;
import org.meanwhile.job.JobStatus;
import org.meanwhile.job.read.JobQuery.Order;
import org.meanwhile.job.read.JobQuery.Position;

/**
 * Finds the jobs of a filter by the index that leads to the fewest of them. Where no index knows
 * which jobs match, they are searched for step by step along an index, among {@value
 * JobQuery#MAX_SEARCHED} jobs at most.
 *
 * <p>Belongs to one transaction.
 */
final class JobSearch {
  private static final String TIMEOUT_MILLIS = "jakarta.persistence.query.timeout";

  /**
   * So many jobs are looked at with one statement. Of many more PostgreSQL would rather read the
   * whole table: it takes the words of a text for rare, and 10,000 steps of an index for dear.
   */
  private static final int WINDOW = 1000;

  private final EntityManager entities;
  private final Database database;
  private final Duration timeout;
  private final JobConditions conditions;

  JobSearch(EntityManager entities, Database database, Duration timeout) {
    this.entities = entities;
    this.database = database;
    this.timeout = timeout;
    this.conditions = new JobConditions(entities.getCriteriaBuilder());
  }

  /** What a query reads of the jobs that it finds. */
  interface Reading {
    List<Selection<?>> of(From<?, Job> job, CriteriaBuilder cb);
  }

  /**
   * A job that was found.
   *
   * @param values of the columns
   */
  record Match(Position position, Object[] values) {}

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
    database.requireAnswer();
    JobQuery query = wanted.of(resolved(wanted.filter()));
    if (query.filter().matchesNothing()) {
      return Found.NOTHING;
    }
    return query.order() == Order.END
        ? byEnd(query, columns)
        : find(query, path(query.filter()), JobQuery.MAX_SEARCHED, columns);
  }

  /** The same filter, but what looks like an id and is none of a job in the scope is a word. */
  JobFilter resolved(JobFilter filter) {
    if (filter.text().orElse(null) instanceof SearchText.Ids ids
        && !filter.matchesNothing()
        && !areMoreThan(
            0, JobQuery.of(JobFilter.of(filter.scope()).withText(ids), 1), SearchPath.FEW)) {
      return filter.withText(ids.otherwise());
    }
    return filter;
  }

  /** The path that leads to the fewest jobs, in the order of creation. */
  SearchPath path(JobFilter filter) {
    if (filter.namesIds() || !filter.nodes().isEmpty()) {
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
                nth(
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
      return new Found(rows(query, path, Optional.empty(), columns), Optional.empty());
    }
    List<Match> matches = new ArrayList<>();
    JobQuery rest = query;
    for (int looked = 0; looked < most; looked += WINDOW) {
      int window = Math.min(WINDOW, most - looked);
      Optional<Position> end = nth(rest, path, window);
      matches.addAll(rows(rest.limitedTo(query.limit() - matches.size()), path, end, columns));
      if (end.isEmpty() || matches.size() > query.limit()) {
        return new Found(matches, Optional.empty());
      }
      rest = rest.behind(end.get());
    }
    return new Found(matches, rest.after());
  }

  /** The place of the n-th job that the index of a path gives; empty when there are fewer. */
  Optional<Position> nth(JobQuery query, SearchPath path, int n) {
    CriteriaBuilder cb = entities.getCriteriaBuilder();
    CriteriaQuery<Object[]> select = cb.createQuery(Object[].class);
    Class<?> listed = isByRequest(path) ? ListedJob.class : Job.class;
    Root<?> ordered = select.from(listed);
    List<Predicate> all = conditions.indexed(ordered, path, query.filter());
    query.after().ifPresent(p -> all.addAll(conditions.behind(ordered, path.order(), p)));
    select
        .multiselect(ordered.get(path.order().attribute()), ordered.get("id"))
        .where(all.toArray(Predicate[]::new))
        .orderBy(cb.desc(ordered.get(path.order().attribute())), cb.desc(ordered.get("id")));
    return timed(select)
        .setFirstResult(n - 1)
        .setMaxResults(1)
        .getResultStream()
        .map(JobSearch::position)
        .findFirst();
  }

  private static Match match(Object[] row) {
    int columns = row.length - 2;
    return new Match(
        position(Arrays.copyOfRange(row, columns, row.length)), Arrays.copyOf(row, columns));
  }

  private static Position position(Object[] row) {
    return new Position((Instant) row[0], (UUID) row[1]);
  }

  private <T> TypedQuery<T> timed(CriteriaQuery<T> select) {
    return entities.createQuery(select).setHint(TIMEOUT_MILLIS, (int) timeout.toMillis());
  }

  private boolean isByRequest(SearchPath path) {
    return path == SearchPath.REQUESTS && database.dialect().updatesTouchEveryIndex();
  }

  /**
   * Returns one row more than the page holds, if there is one.
   *
   * @param last where the search ends; empty to search to the end
   */
  List<Match> rows(JobQuery query, SearchPath path, Optional<Position> last, Reading columns) {
    CriteriaBuilder cb = entities.getCriteriaBuilder();
    CriteriaQuery<Object[]> select = cb.createQuery(Object[].class);
    Root<ListedJob> request = isByRequest(path) ? select.from(ListedJob.class) : null;
    From<?, Job> job = request == null ? select.from(Job.class) : request.join("job");
    From<?, ?> ordered = request == null ? job : request;
    Expression<Instant> time = ordered.get(path.order().attribute());
    List<Selection<?>> selected = new ArrayList<>(columns.of(job, cb));
    selected.addAll(List.of(time, ordered.get("id")));
    select
        .multiselect(selected)
        .where(where(query, path, last, job, ordered))
        .orderBy(cb.desc(time), cb.desc(ordered.get("id")));
    return timed(select).setMaxResults(query.limit() + 1).getResultList().stream()
        .map(JobSearch::match)
        .toList();
  }

  private Predicate[] where(
      JobQuery query,
      SearchPath path,
      Optional<Position> last,
      From<?, Job> job,
      From<?, ?> ordered) {
    List<Predicate> all = conditions.all(job, ordered, path, query.filter());
    query.after().ifPresent(p -> all.addAll(conditions.behind(ordered, path.order(), p)));
    last.ifPresent(end -> all.addAll(conditions.upTo(ordered, path.order(), end)));
    if (!query.filter().nodes().isEmpty()) {
      all.add(runningOn(job, query.filter().nodes()));
    }
    return all.toArray(Predicate[]::new);
  }

  /** As many jobs as the nodes have slots. */
  private Predicate runningOn(From<?, Job> job, Set<UUID> nodes) {
    List<UUID> running =
        database.read(
            c ->
                Rows.query(
                    c,
                    ReadSql.RUNNING_ON,
                    row -> Rows.uuid(row, 1),
                    new Columns<>(c, List.copyOf(nodes)).uuids(id -> id)));
    return running.isEmpty()
        ? entities.getCriteriaBuilder().disjunction()
        : job.get("id").in(running);
  }

  /** The numbers of jobs by status, among those that all conditions leave. */
  Stream<Object[]> countByStatus(JobQuery query, SearchPath path, Optional<Position> last) {
    CriteriaBuilder cb = entities.getCriteriaBuilder();
    CriteriaQuery<Object[]> select = cb.createQuery(Object[].class);
    Root<Job> job = select.from(Job.class);
    select
        .multiselect(job.get("status"), cb.count(job))
        .where(where(query, path, last, job, job))
        .groupBy(job.get("status"));
    return timed(select).getResultStream();
  }

  /** Whether more than so many jobs meet all conditions; looks at them in no order. */
  boolean areMoreThan(int jobs, JobQuery query, SearchPath path) {
    CriteriaBuilder cb = entities.getCriteriaBuilder();
    CriteriaQuery<UUID> select = cb.createQuery(UUID.class);
    Root<Job> job = select.from(Job.class);
    select.select(job.get("id")).where(where(query, path, Optional.empty(), job, job));
    return !timed(select).setFirstResult(jobs).setMaxResults(1).getResultList().isEmpty();
  }
}
