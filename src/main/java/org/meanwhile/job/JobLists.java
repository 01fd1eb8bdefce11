package org.meanwhile.job;

import jakarta.ejb.Stateless;
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

/** Lists of jobs by keyset paging: a page costs the same however far down it is. */
@Stateless
public class JobLists {
  private static final String OUTPUTS = "SELECT o FROM Output o WHERE o.jobId IN :jobs";

  @PersistenceContext(unitName = "meanwhile")
  private EntityManager entities;

  /** One page of jobs, newest first, each with its output. Records that are over are left out. */
  public JobPage page(JobQuery query) {
    CriteriaBuilder cb = entities.getCriteriaBuilder();
    CriteriaQuery<Object[]> select = cb.createQuery(Object[].class);
    Root<Job> job = select.from(Job.class);
    // No CASE: EclipseLink would write every value into the statement, and times without a zone.
    select.multiselect(job, cb.currentTimestamp());
    List<Object[]> rows = rows(select, job, query);
    return new JobPage(withOutputs(shown(rows, query)), rows.size() > query.limit());
  }

  /** The {@link JobPage#version} of that page, for less than the page costs. */
  public String version(JobQuery query) {
    CriteriaBuilder cb = entities.getCriteriaBuilder();
    CriteriaQuery<Object[]> select = cb.createQuery(Object[].class);
    Root<Job> job = select.from(Job.class);
    select.multiselect(
        job.get("id"), job.get("version"), job.get("expiresAt"), cb.currentTimestamp());
    List<Object[]> rows = rows(select, job, query);
    return JobPage.version(
        shown(rows, query).stream()
            .map(
                row ->
                    new JobPage.Mark(
                        (UUID) row[0],
                        (Long) row[1],
                        row[2] != null && !((Instant) row[2]).isAfter(Jobs.instant(row[3]))))
            .toList(),
        rows.size() > query.limit());
  }

  /** One more than the page holds, where there is one more. */
  private List<Object[]> rows(CriteriaQuery<Object[]> select, Root<Job> job, JobQuery query) {
    CriteriaBuilder cb = entities.getCriteriaBuilder();
    select
        .where(conditions(cb, job, query).toArray(Predicate[]::new))
        .orderBy(cb.desc(job.get("createdAt")), cb.desc(job.get("id")));
    return entities.createQuery(select).setMaxResults(query.limit() + 1).getResultList();
  }

  private static List<Object[]> shown(List<Object[]> rows, JobQuery query) {
    return rows.subList(0, Math.min(query.limit(), rows.size()));
  }

  private static List<Predicate> conditions(CriteriaBuilder cb, Root<Job> job, JobQuery query) {
    List<Predicate> all = new ArrayList<>();
    all.add(
        cb.or(
            cb.isNull(job.get("goneAt")), cb.greaterThan(instant(job, "goneAt"), databaseNow(cb))));
    if (query.caller() != null) {
      all.add(cb.equal(job.get("caller"), query.caller()));
    }
    if (!query.statuses().isEmpty()) {
      all.add(job.get("status").in(query.statuses()));
    }
    query.operation().ifPresent(o -> all.add(cb.equal(job.get("operation"), o)));
    query
        .labels()
        .forEach((k, v) -> all.add(cb.like(job.get("labels"), Labels.pattern(k, v), '!')));
    query.createdAfter().ifPresent(t -> all.add(cb.greaterThan(instant(job, "createdAt"), t)));
    query.createdBefore().ifPresent(t -> all.add(cb.lessThan(instant(job, "createdAt"), t)));
    query
        .after()
        .ifPresent(
            p ->
                // The first part says no more than the second, but bounds the index.
                all.addAll(
                    List.of(
                        cb.lessThanOrEqualTo(instant(job, "createdAt"), p.createdAt()),
                        cb.or(
                            cb.lessThan(instant(job, "createdAt"), p.createdAt()),
                            cb.and(
                                cb.equal(job.get("createdAt"), p.createdAt()),
                                cb.lessThan(job.<UUID>get("id"), p.id()))))));
    return all;
  }

  private static Expression<Instant> instant(Root<Job> job, String name) {
    return job.get(name);
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
                  job.expiredAt(Jobs.instant(row[1])));
            })
        .toList();
  }
}
