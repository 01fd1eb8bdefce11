package org.meanwhile.job.read;

import java.time.Instant;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.meanwhile.job.JobId;
import org.meanwhile.job.JobStatus;
import org.meanwhile.platform.Scope;

/**
 * Which jobs to find: those that meet all conditions. A set lists alternatives, and when it is
 * empty it is no condition; of the labels a job must have all.
 *
 * @param scope whose jobs
 * @param codes of the job's error
 * @param created when the job was created
 * @param finished when the job ended
 * @param nodes the job runs on one of these, by incarnation
 */
public record JobFilter(
    Scope scope,
    Set<JobStatus> statuses,
    Set<String> operations,
    Set<String> codes,
    Set<Label> labels,
    Period created,
    Period finished,
    Origin origin,
    Set<UUID> nodes,
    Optional<SearchText> text) {
  private static final Set<JobStatus> UNFINISHED = EnumSet.of(JobStatus.WAITING, JobStatus.RUNNING);
  private static final Set<JobStatus> ENDED =
      EnumSet.complementOf(EnumSet.of(JobStatus.WAITING, JobStatus.RUNNING));

  public JobFilter {
    Objects.requireNonNull(scope);
  }

  /** All jobs of a scope. */
  public static JobFilter of(Scope scope) {
    return new JobFilter(
        scope,
        Set.of(),
        Set.of(),
        Set.of(),
        Set.of(),
        Period.ANY,
        Period.ANY,
        Origin.ANY,
        Set.of(),
        Optional.empty());
  }

  /** A label that a job must have; without a value, any label of that name. */
  public record Label(String name, Optional<String> value) {
    public static Label of(String name, String value) {
      return new Label(name, Optional.of(value));
    }

    public static Label named(String name) {
      return new Label(name, Optional.empty());
    }
  }

  /** Later than the one time and earlier than the other. */
  public record Period(Optional<Instant> after, Optional<Instant> before) {
    public static final Period ANY = new Period(Optional.empty(), Optional.empty());

    public boolean isBounded() {
      return after.isPresent() || before.isPresent();
    }
  }

  /**
   * What made the job.
   *
   * @param after the job waits for one of these jobs, or did
   * @param children the jobs that do, once they are known; empty before
   */
  public record Origin(
      Set<JobId> groups,
      Set<JobId> rerunsOf,
      Set<String> schedules,
      Set<JobId> after,
      Optional<Set<JobId>> children) {
    public static final Origin ANY = new Origin(Set.of(), Set.of(), Set.of(), Set.of());

    public Origin(Set<JobId> groups, Set<JobId> rerunsOf, Set<String> schedules, Set<JobId> after) {
      this(groups, rerunsOf, schedules, after, Optional.empty());
    }

    Origin withChildren(Set<JobId> known) {
      return new Origin(groups, rerunsOf, schedules, after, Optional.of(known));
    }
  }

  /** The statuses that the other conditions leave; a job that runs has no end, say. */
  Set<JobStatus> possibleStatuses() {
    Set<JobStatus> possible = EnumSet.allOf(JobStatus.class);
    if (!statuses.isEmpty()) {
      possible.retainAll(statuses);
    }
    if (!codes.isEmpty()) {
      possible.retainAll(Set.of(JobStatus.FAILED));
    }
    if (finished.isBounded()) {
      possible.retainAll(ENDED);
    }
    if (!nodes.isEmpty()) {
      possible.retainAll(Set.of(JobStatus.RUNNING));
    }
    return possible;
  }

  /** Whether the conditions leave no job, whatever jobs there are. */
  boolean matchesNothing() {
    return possibleStatuses().isEmpty() || origin.children().filter(Set::isEmpty).isPresent();
  }

  boolean isOfEnded() {
    return ENDED.containsAll(possibleStatuses());
  }

  boolean isOfUnfinished() {
    return UNFINISHED.containsAll(possibleStatuses());
  }

  /** Whether an index leads to the jobs that were made by one of these. */
  boolean hasIndexedOrigin() {
    return !origin.groups().isEmpty()
        || !origin.rerunsOf().isEmpty()
        || !origin.schedules().isEmpty() && scope.onlyCaller().isPresent();
  }

  /** Whether the text is of ids or of beginnings of ids, to which an index leads. */
  boolean namesIds() {
    return text.filter(SearchText::isOfIds).isPresent();
  }

  /** Whether a condition is left beside scope, status, times and origin. */
  boolean hasOtherConditions() {
    return !operations.isEmpty()
        || !codes.isEmpty()
        || !labels.isEmpty()
        || !nodes.isEmpty()
        || text.isPresent();
  }

  /** The same conditions, but these statuses instead. */
  public JobFilter withStatuses(Set<JobStatus> others) {
    return new JobFilter(
        scope, others, operations, codes, labels, created, finished, origin, nodes, text);
  }

  public JobFilter withOperations(Set<String> others) {
    return new JobFilter(
        scope, statuses, others, codes, labels, created, finished, origin, nodes, text);
  }

  public JobFilter withCodes(Set<String> others) {
    return new JobFilter(
        scope, statuses, operations, others, labels, created, finished, origin, nodes, text);
  }

  public JobFilter withLabels(Set<Label> others) {
    return new JobFilter(
        scope, statuses, operations, codes, others, created, finished, origin, nodes, text);
  }

  public JobFilter withCreated(Period other) {
    return new JobFilter(
        scope, statuses, operations, codes, labels, other, finished, origin, nodes, text);
  }

  public JobFilter withFinished(Period other) {
    return new JobFilter(
        scope, statuses, operations, codes, labels, created, other, origin, nodes, text);
  }

  public JobFilter withOrigin(Origin other) {
    return new JobFilter(
        scope, statuses, operations, codes, labels, created, finished, other, nodes, text);
  }

  public JobFilter withNodes(Set<UUID> others) {
    return new JobFilter(
        scope, statuses, operations, codes, labels, created, finished, origin, others, text);
  }

  public JobFilter withText(SearchText other) {
    return new JobFilter(
        scope,
        statuses,
        operations,
        codes,
        labels,
        created,
        finished,
        origin,
        nodes,
        Optional.of(other));
  }
}
