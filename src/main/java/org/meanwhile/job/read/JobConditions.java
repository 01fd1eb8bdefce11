package org.meanwhile.job.read;

import jakarta.persistence.criteria.CriteriaBuilder;
import jakarta.persistence.criteria.Expression;
import jakarta.persistence.criteria.From;
import jakarta.persistence.criteria.Predicate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.meanwhile.database.LikePattern;
import org.meanwhile.job.Job;
import org.meanwhile.job.JobId;
import org.meanwhile.job.JobStatus;
import org.meanwhile.job.Labels;
import org.meanwhile.job.read.JobFilter.Label;
import org.meanwhile.job.read.JobFilter.Origin;
import org.meanwhile.job.read.JobFilter.Period;
import org.meanwhile.job.read.JobQuery.Order;
import org.meanwhile.job.read.JobQuery.Position;

/** A filter as conditions of a query. */
final class JobConditions {
  private final CriteriaBuilder cb;

  JobConditions(CriteriaBuilder cb) {
    this.cb = cb;
  }

  /**
   * The conditions that the index of a path holds.
   *
   * @param ordered has the columns by which the path is ordered
   */
  List<Predicate> indexed(From<?, ?> ordered, SearchPath path, JobFilter filter) {
    List<Predicate> all = new ArrayList<>();
    filter.scope().onlyCaller().ifPresent(c -> all.add(cb.equal(ordered.get("caller"), c)));
    switch (path) {
      case REQUESTS -> {
        all.addAll(within(ordered, Order.CREATION, filter.created()));
        // Follows from the end, which is later than the creation.
        filter
            .finished()
            .before()
            .ifPresent(t -> all.add(cb.lessThan(ordered.<Instant>get("createdAt"), t)));
      }
      case ORIGIN -> {
        all.addAll(within(ordered, Order.CREATION, filter.created()));
        all.addAll(origin(ordered, filter.origin()));
      }
      case FEW -> {}
      case ENDS -> {
        all.add(ordered.get("status").in(filter.possibleStatuses()));
        all.add(cb.isNotNull(ordered.get("finishedAt")));
        all.addAll(within(ordered, Order.END, filter.finished()));
        // Follows from the creation, which is earlier than the end.
        filter
            .created()
            .after()
            .ifPresent(t -> all.add(cb.greaterThan(ordered.<Instant>get("finishedAt"), t)));
      }
    }
    return all;
  }

  /** All conditions, of jobs whose records have not expired. */
  List<Predicate> all(From<?, Job> job, From<?, ?> ordered, SearchPath path, JobFilter filter) {
    List<Predicate> all = indexed(ordered, path, filter);
    all.add(
        cb.or(
            cb.isNull(job.get("goneAt")),
            cb.greaterThan(job.<Instant>get("goneAt"), cb.currentTimestamp().as(Instant.class))));
    if (path == SearchPath.FEW) {
      filter.scope().onlyCaller().ifPresent(c -> all.add(cb.equal(job.get("caller"), c)));
    }
    Set<JobStatus> statuses = filter.possibleStatuses();
    if (statuses.size() < JobStatus.values().length) {
      all.add(job.get("status").in(statuses));
    }
    if (!statuses.contains(JobStatus.CANCELED)) {
      // Its run goes on for others, but it is canceled.
      all.add(cb.isNull(job.get("leftAt")));
    }
    if (path != SearchPath.ORIGIN) {
      all.addAll(origin(job, filter.origin()));
    }
    if (path.order() != Order.CREATION || path == SearchPath.FEW) {
      all.addAll(within(job, Order.CREATION, filter.created()));
    }
    if (path != SearchPath.ENDS) {
      all.addAll(within(job, Order.END, filter.finished()));
    }
    if (path == SearchPath.FEW && filter.isOfEnded()) {
      // The index of ended jobs has no others.
      all.add(cb.isNotNull(job.get("finishedAt")));
    }
    all.addAll(others(job, filter));
    return all;
  }

  private List<Predicate> others(From<?, Job> job, JobFilter filter) {
    List<Predicate> all = new ArrayList<>();
    addAny(all, job.get("operation"), filter.operations());
    addAny(all, job.get("errorCode"), filter.codes());
    // No ESCAPE: EclipseLink would write every value into the statement, and times without a zone,
    // which the database takes for times of its session's zone.
    filter.labels().forEach(label -> all.add(cb.like(job.get("labels"), pattern(label))));
    filter.text().ifPresent(text -> all.add(text(job, text)));
    return all;
  }

  private static String pattern(Label label) {
    return label
        .value()
        .map(value -> Labels.pattern(label.name(), value))
        .orElseGet(() -> Labels.pattern(label.name()));
  }

  private static void addAny(List<Predicate> to, Expression<?> column, Collection<?> values) {
    if (!values.isEmpty()) {
      to.add(column.in(values));
    }
  }

  private static List<Predicate> origin(From<?, ?> job, Origin origin) {
    List<Predicate> all = new ArrayList<>();
    addAny(all, job.get("group"), origin.groups().stream().map(JobId::value).toList());
    addAny(all, job.get("rerunOf"), origin.rerunsOf().stream().map(JobId::value).toList());
    addAny(all, job.get("schedule"), origin.schedules());
    origin
        .children()
        .ifPresent(jobs -> addAny(all, job.get("id"), jobs.stream().map(JobId::value).toList()));
    return all;
  }

  private Predicate text(From<?, Job> job, SearchText text) {
    if (text instanceof SearchText.AnyOf any) {
      return cb.or(any.texts().stream().map(each -> text(job, each)).toArray(Predicate[]::new));
    }
    return text instanceof SearchText.Ids ids
        ? ids(job.get("id"), ids)
        : words(job, (SearchText.Words) text);
  }

  private Predicate ids(Expression<UUID> id, SearchText.Ids ids) {
    return ids.first().equals(ids.last())
        ? cb.equal(id, ids.first())
        : cb.and(cb.greaterThanOrEqualTo(id, ids.first()), cb.lessThanOrEqualTo(id, ids.last()));
  }

  private Predicate words(From<?, Job> job, SearchText.Words words) {
    Predicate inText =
        cb.and(words.words().stream().map(word -> word(job, word)).toArray(Predicate[]::new));
    return words
        .idEnd()
        .map(end -> cb.or(cb.like(idText(job), LikePattern.endingWith(end)), inText))
        .orElse(inText);
  }

  /** A CAST of the id, for which the standard has no name. */
  private Expression<String> idText(From<?, Job> job) {
    return cb.function("CONCAT", String.class, cb.literal(""), job.get("id"));
  }

  /**
   * As the database lowers letters: by some collations of PostgreSQL only those of ASCII, and then
   * others are found as they are written.
   */
  private Predicate word(From<?, Job> job, String word) {
    String exact = LikePattern.containing(word);
    String lower = exact.toLowerCase(Locale.ROOT);
    return cb.or(
        Stream.of("operation", "labels", "errorMessage")
            .map(job::<String>get)
            .flatMap(column -> Stream.of(cb.like(cb.lower(column), lower), cb.like(column, exact)))
            .toArray(Predicate[]::new));
  }

  private List<Predicate> within(From<?, ?> job, Order order, Period period) {
    Expression<Instant> time = job.get(order.attribute());
    List<Predicate> all = new ArrayList<>();
    period.after().ifPresent(t -> all.add(cb.greaterThan(time, t)));
    period.before().ifPresent(t -> all.add(cb.lessThan(time, t)));
    return all;
  }

  /** The first condition follows from the second, but bounds the scan of the index. */
  List<Predicate> behind(From<?, ?> ordered, Order order, Position p) {
    Expression<Instant> time = ordered.get(order.attribute());
    return List.of(
        cb.lessThanOrEqualTo(time, p.time()),
        cb.or(
            cb.lessThan(time, p.time()),
            cb.and(cb.equal(time, p.time()), cb.lessThan(ordered.<UUID>get("id"), p.id()))));
  }

  List<Predicate> upTo(From<?, ?> ordered, Order order, Position p) {
    Expression<Instant> time = ordered.get(order.attribute());
    return List.of(
        cb.greaterThanOrEqualTo(time, p.time()),
        cb.or(
            cb.greaterThan(time, p.time()),
            cb.and(
                cb.equal(time, p.time()),
                cb.greaterThanOrEqualTo(ordered.<UUID>get("id"), p.id()))));
  }
}
