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
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.meanwhile.database.Columns;
import org.meanwhile.database.Database;
import org.meanwhile.database.Rows;
import org.meanwhile.job.Job;
import org.meanwhile.job.JobId;
import org.meanwhile.job.read.JobQuery.Position;

/**
 * The statements by which {@link JobSearch} looks at jobs. All together take no longer than their
 * timeout, which begins when this is made.
 *
 * <p>Belongs to one transaction.
 */
final class JobStatements {
  private static final String TIMEOUT_MILLIS = "jakarta.persistence.query.timeout";

  private final EntityManager entities;
  private final Database database;
  private final long endNanos;
  private final JobConditions conditions;

  /**
   * @param timeout of all statements together, from now on
   */
  JobStatements(EntityManager entities, Database database, Duration timeout) {
    this.entities = entities;
    this.database = database;
    this.endNanos = System.nanoTime() + timeout.toNanos();
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
        .map(JobStatements::position)
        .findFirst();
  }

  /** The jobs that wait for one of these, or did: {@value JobQuery#MAX_SEARCHED} at most. */
  Set<JobId> children(Set<JobId> parents) {
    return Set.copyOf(
        database.read(
            c ->
                Rows.query(
                    c,
                    ReadSql.CHILDREN,
                    row -> new JobId(Rows.uuid(row, 1)),
                    new Columns<>(c, List.copyOf(parents)).uuids(JobId::value),
                    JobQuery.MAX_SEARCHED)));
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
    long leftMillis = TimeUnit.NANOSECONDS.toMillis(endNanos - System.nanoTime());
    return entities.createQuery(select).setHint(TIMEOUT_MILLIS, (int) Math.max(1, leftMillis));
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
        .map(JobStatements::match)
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
