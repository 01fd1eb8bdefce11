package org.meanwhile.job.read;

import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
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
import org.meanwhile.job.JobView;
import org.meanwhile.job.Labels;
import org.meanwhile.job.Output;

/** Lists jobs by keyset paging: a page costs the same however far down it is. */
@Stateless
public class JobLists {
  private static final String OUTPUTS = "SELECT o FROM Output o WHERE o.jobId IN :jobs";

  @PersistenceContext(unitName = "meanwhile")
  private EntityManager entities;

  @Inject private Database database;

  /**
   * @param ordered has the columns by which lists are ordered and filtered: id, caller, creation
   */
  private record From(Root<Job> job, Root<?> ordered) {
    <T> Expression<T> key(String name) {
      return ordered.get(name);
    }
  }

  /** Returns a page of jobs, newest first, with their outputs. Leaves out expired records. */
  public JobPage page(JobQuery query) {
    CriteriaBuilder cb = entities.getCriteriaBuilder();
    CriteriaQuery<Object[]> select = cb.createQuery(Object[].class);
    From from = from(select);
    // No CASE: EclipseLink would write every value into the statement, and times without a zone.
    select.multiselect(from.job(), cb.currentTimestamp());
    List<Object[]> rows = rows(select, from, query);
    return new JobPage(withOutputs(shown(rows, query)), rows.size() > query.limit());
  }

  /** Returns the {@link JobPage#version} of that page, for less than the page costs. */
  public String version(JobQuery query) {
    CriteriaBuilder cb = entities.getCriteriaBuilder();
    CriteriaQuery<Object[]> select = cb.createQuery(Object[].class);
    From from = from(select);
    Root<Job> job = from.job();
    select.multiselect(
        job.get("id"), job.get("version"), job.get("expiresAt"), cb.currentTimestamp());
    List<Object[]> rows = rows(select, from, query);
    return JobPage.version(
        shown(rows, query).stream()
            .map(
                row ->
                    new JobPage.Mark(
                        (UUID) row[0],
                        (Long) row[1],
                        row[2] != null && !((Instant) row[2]).isAfter(Rows.instant(row[3]))))
            .toList(),
        rows.size() > query.limit());
  }

  private From from(CriteriaQuery<?> select) {
    boolean byRequest = database.dialect().updatesTouchEveryIndex();
    Root<?> request = byRequest ? select.from(ListedJob.class) : null;
    Root<Job> job = select.from(Job.class);
    return new From(job, byRequest ? request : job);
  }

  /** Returns one row more than the page holds, if there is one. */
  private List<Object[]> rows(CriteriaQuery<Object[]> select, From from, JobQuery query) {
    database.requireAnswer();
    CriteriaBuilder cb = entities.getCriteriaBuilder();
    select
        .where(conditions(cb, from, query).toArray(Predicate[]::new))
        .orderBy(cb.desc(from.key("createdAt")), cb.desc(from.key("id")));
    return entities.createQuery(select).setMaxResults(query.limit() + 1).getResultList();
  }

  private static List<Object[]> shown(List<Object[]> rows, JobQuery query) {
    return rows.subList(0, Math.min(query.limit(), rows.size()));
  }

  private static List<Predicate> conditions(CriteriaBuilder cb, From from, JobQuery query) {
    Root<Job> job = from.job();
    Expression<Instant> createdAt = from.key("createdAt");
    List<Predicate> all = new ArrayList<>();
    if (from.ordered() != job) {
      all.add(cb.equal(from.key("id"), job.get("id")));
    }
    all.add(
        cb.or(
            cb.isNull(job.get("goneAt")),
            cb.greaterThan(job.<Instant>get("goneAt"), databaseNow(cb))));
    query.scope().onlyCaller().ifPresent(c -> all.add(cb.equal(from.key("caller"), c)));
    if (!query.statuses().isEmpty()) {
      all.add(job.get("status").in(query.statuses()));
    }
    query.operation().ifPresent(o -> all.add(cb.equal(job.get("operation"), o)));
    query
        .labels()
        .forEach((k, v) -> all.add(cb.like(job.get("labels"), Labels.pattern(k, v), '!')));
    query.createdAfter().ifPresent(t -> all.add(cb.greaterThan(createdAt, t)));
    query.createdBefore().ifPresent(t -> all.add(cb.lessThan(createdAt, t)));
    query
        .after()
        .ifPresent(
            p ->
                // The first condition follows from the second, but bounds the scan of the index.
                all.addAll(
                    List.of(
                        cb.lessThanOrEqualTo(createdAt, p.createdAt()),
                        cb.or(
                            cb.lessThan(createdAt, p.createdAt()),
                            cb.and(
                                cb.equal(createdAt, p.createdAt()),
                                cb.lessThan(from.<UUID>key("id"), p.id()))))));
    return all;
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
