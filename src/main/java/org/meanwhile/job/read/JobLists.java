package org.meanwhile.job.read;

import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.persistence.TypedQuery;
import jakarta.persistence.criteria.CriteriaBuilder;
import jakarta.persistence.criteria.CriteriaQuery;
import jakarta.persistence.criteria.Expression;
import jakarta.persistence.criteria.Predicate;
import jakarta.persistence.criteria.Root;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.meanwhile.database.Database;
import org.meanwhile.database.Rows;
import org.meanwhile.job.Job;
import org.meanwhile.job.JobSettings;
import org.meanwhile.job.JobView;
import org.meanwhile.job.Labels;
import org.meanwhile.job.Output;
import org.meanwhile.job.read.JobQuery.Position;
import org.meanwhile.platform.Settings;

/**
 * Lists jobs by keyset paging: a page costs the same however far down it is.
 *
 * <p>Labels, operations and ended statuses are in no index of the lists, so a page of them is
 * searched for: among the newest jobs first, and among {@value JobQuery#MAX_SEARCHED} at most. A
 * page that ends there says so, and the next one goes on behind them. Whatever the filter, a page
 * costs no more than that, and no longer than {@code meanwhile.list.timeout}.
 */
@Stateless
public class JobLists {
  private static final String OUTPUTS = "SELECT o FROM Output o WHERE o.jobId IN :jobs";
  private static final String TIMEOUT_MILLIS = "jakarta.persistence.query.timeout";

  /**
   * Most filters find a page of jobs among the first; those that do not cost twice as many steps.
   */
  private static final int[] WINDOWS = {1000, JobQuery.MAX_SEARCHED - 1000};

  @PersistenceContext(unitName = "meanwhile")
  private EntityManager entities;

  @Inject private Database database;
  @Inject private Settings settings;

  /**
   * @param ordered has the columns by which lists are ordered and filtered: id, caller, creation
   */
  private record From(Root<Job> job, Root<?> ordered) {
    <T> Expression<T> key(String name) {
      return ordered.get(name);
    }
  }

  /** What a query reads of the jobs that it finds. */
  private interface Columns {
    void select(CriteriaQuery<Object[]> select, Root<Job> job);
  }

  /**
   * @param rows one more than the page holds, if there is one
   * @param searchedUntil where the search has ended without having seen all; empty when it has not
   */
  private record Found(List<Object[]> rows, Optional<Position> searchedUntil) {}

  /** Returns a page of jobs, newest first, with their outputs. Leaves out expired records. */
  public JobPage page(JobQuery query) {
    CriteriaBuilder cb = entities.getCriteriaBuilder();
    // No CASE: EclipseLink would write every value into the statement, and times without a zone.
    Found found = find(query, (select, job) -> select.multiselect(job, cb.currentTimestamp()));
    return new JobPage(
        withOutputs(shown(found.rows(), query)),
        found.rows().size() > query.limit(),
        found.searchedUntil());
  }

  /** Returns the {@link JobPage#version} of that page, for less than the page costs. */
  public String version(JobQuery query) {
    CriteriaBuilder cb = entities.getCriteriaBuilder();
    Found found =
        find(
            query,
            (select, job) ->
                select.multiselect(
                    job.get("id"),
                    job.get("version"),
                    job.get("expiresAt"),
                    cb.currentTimestamp()));
    return JobPage.version(
        shown(found.rows(), query).stream()
            .map(
                row ->
                    new JobPage.Mark(
                        (UUID) row[0],
                        (Long) row[1],
                        row[2] != null && !((Instant) row[2]).isAfter(Rows.instant(row[3]))))
            .toList(),
        found.rows().size() > query.limit() || found.searchedUntil().isPresent());
  }

  private Found find(JobQuery query, Columns columns) {
    if (!query.isSearched()) {
      return new Found(rows(query, Optional.empty(), columns), Optional.empty());
    }
    List<Object[]> rows = new ArrayList<>();
    JobQuery rest = query;
    for (int window : WINDOWS) {
      Optional<Position> end = nth(rest, window);
      rows.addAll(rows(rest.limitedTo(query.limit() - rows.size()), end, columns));
      if (end.isEmpty() || rows.size() > query.limit()) {
        return new Found(rows, Optional.empty());
      }
      rest = rest.behind(end.get());
    }
    return new Found(rows, rest.after());
  }

  /** The place of the n-th job that the indexes of the lists give; empty when there are fewer. */
  private Optional<Position> nth(JobQuery query, int n) {
    CriteriaBuilder cb = entities.getCriteriaBuilder();
    CriteriaQuery<Object[]> select = cb.createQuery(Object[].class);
    Class<?> listed = database.dialect().updatesTouchEveryIndex() ? ListedJob.class : Job.class;
    Root<?> ordered = select.from(listed);
    select
        .multiselect(ordered.get("createdAt"), ordered.get("id"))
        .where(indexed(cb, ordered, query).toArray(Predicate[]::new))
        .orderBy(cb.desc(ordered.get("createdAt")), cb.desc(ordered.get("id")));
    return timed(select)
        .setFirstResult(n - 1)
        .setMaxResults(1)
        .getResultStream()
        .map(row -> new Position((Instant) row[0], (UUID) row[1]))
        .findFirst();
  }

  private TypedQuery<Object[]> timed(CriteriaQuery<Object[]> select) {
    return entities
        .createQuery(select)
        .setHint(TIMEOUT_MILLIS, (int) settings.get(JobSettings.LIST_TIMEOUT).toMillis());
  }

  private From from(CriteriaQuery<?> select) {
    boolean byRequest = database.dialect().updatesTouchEveryIndex();
    Root<?> request = byRequest ? select.from(ListedJob.class) : null;
    Root<Job> job = select.from(Job.class);
    return new From(job, byRequest ? request : job);
  }

  /**
   * Returns one row more than the page holds, if there is one.
   *
   * @param last where the search ends; empty to search to the end
   */
  private List<Object[]> rows(JobQuery query, Optional<Position> last, Columns columns) {
    database.requireAnswer();
    CriteriaBuilder cb = entities.getCriteriaBuilder();
    CriteriaQuery<Object[]> select = cb.createQuery(Object[].class);
    From from = from(select);
    columns.select(select, from.job());
    List<Predicate> conditions = conditions(cb, from, query);
    last.ifPresent(end -> conditions.addAll(upTo(cb, from.ordered(), end)));
    select
        .where(conditions.toArray(Predicate[]::new))
        .orderBy(cb.desc(from.key("createdAt")), cb.desc(from.key("id")));
    return timed(select).setMaxResults(query.limit() + 1).getResultList();
  }

  private static List<Object[]> shown(List<Object[]> rows, JobQuery query) {
    return rows.subList(0, Math.min(query.limit(), rows.size()));
  }

  private static List<Predicate> conditions(CriteriaBuilder cb, From from, JobQuery query) {
    Root<Job> job = from.job();
    List<Predicate> all = indexed(cb, from.ordered(), query);
    if (from.ordered() != job) {
      all.add(cb.equal(from.key("id"), job.get("id")));
    }
    all.add(
        cb.or(
            cb.isNull(job.get("goneAt")),
            cb.greaterThan(job.<Instant>get("goneAt"), databaseNow(cb))));
    if (!query.statuses().isEmpty()) {
      all.add(job.get("status").in(query.statuses()));
    }
    query.operation().ifPresent(o -> all.add(cb.equal(job.get("operation"), o)));
    // No ESCAPE: EclipseLink would write every value into the statement, and times without a zone,
    // which the database takes for times of its session's zone.
    query
        .labels()
        .forEach(
            label ->
                all.add(cb.like(job.get("labels"), Labels.pattern(label.name(), label.value()))));
    return all;
  }

  /** The conditions that the indexes of the lists hold. */
  private static List<Predicate> indexed(CriteriaBuilder cb, Root<?> ordered, JobQuery query) {
    Expression<Instant> createdAt = ordered.get("createdAt");
    List<Predicate> all = new ArrayList<>();
    query.scope().onlyCaller().ifPresent(c -> all.add(cb.equal(ordered.get("caller"), c)));
    query.createdAfter().ifPresent(t -> all.add(cb.greaterThan(createdAt, t)));
    query.createdBefore().ifPresent(t -> all.add(cb.lessThan(createdAt, t)));
    query.after().ifPresent(p -> all.addAll(behind(cb, ordered, p)));
    return all;
  }

  /** The first condition follows from the second, but bounds the scan of the index. */
  private static List<Predicate> behind(CriteriaBuilder cb, Root<?> ordered, Position p) {
    Expression<Instant> createdAt = ordered.get("createdAt");
    return List.of(
        cb.lessThanOrEqualTo(createdAt, p.createdAt()),
        cb.or(
            cb.lessThan(createdAt, p.createdAt()),
            cb.and(
                cb.equal(createdAt, p.createdAt()), cb.lessThan(ordered.<UUID>get("id"), p.id()))));
  }

  private static List<Predicate> upTo(CriteriaBuilder cb, Root<?> ordered, Position p) {
    Expression<Instant> createdAt = ordered.get("createdAt");
    return List.of(
        cb.greaterThanOrEqualTo(createdAt, p.createdAt()),
        cb.or(
            cb.greaterThan(createdAt, p.createdAt()),
            cb.and(
                cb.equal(createdAt, p.createdAt()),
                cb.greaterThanOrEqualTo(ordered.<UUID>get("id"), p.id()))));
  }

  private static Expression<Instant> databaseNow(CriteriaBuilder cb) {
    return cb.currentTimestamp().as(Instant.class);
  }

  private List<JobView> withOutputs(List<Object[]> rows) {
    Map<UUID, Output> outputs = new HashMap<>();
    List<UUID> ids = rows.stream().map(row -> ((Job) row[0]).id().value()).toList();
    if (!ids.isEmpty()) {
      entities
          .createQuery(OUTPUTS, Output.class)
          .setParameter("jobs", ids)
          .getResultList()
          .forEach(output -> outputs.put(output.job().value(), output));
    }
    return rows.stream()
        .map(
            row -> {
              Job job = (Job) row[0];
              return new JobView(
                  job,
                  Optional.ofNullable(outputs.get(job.id().value())),
                  job.expiredAt(Rows.instant(row[1])));
            })
        .toList();
  }
}
