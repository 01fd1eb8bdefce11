package org.meanwhile.job.dependency;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.meanwhile.database.Columns;
import org.meanwhile.database.Database;
import org.meanwhile.database.Rows;
import org.meanwhile.job.JobChanged;
import org.meanwhile.job.JobEnded;
import org.meanwhile.job.JobError;
import org.meanwhile.job.JobId;
import org.meanwhile.job.JobReleased;
import org.meanwhile.job.JobStatus;
import org.meanwhile.job.JobsEnded;
import org.meanwhile.job.delivery.Deliveries;

/**
 * Lets jobs go on whose parents have ended as they were to, and fails those of which one has ended
 * otherwise. Any node may do so for any job.
 *
 * <p>Not to be called inside a container transaction. Safe for many threads.
 */
@ApplicationScoped
public class Dependencies {
  private static final int PAGE = 200;

  private Database database;
  private Event<JobsEnded> ended;
  private Event<JobChanged> changed;
  private Event<JobReleased> released;

  /** For the container's proxy. */
  protected Dependencies() {}

  @Inject
  public Dependencies(
      Database database,
      Event<JobsEnded> ended,
      Event<JobChanged> changed,
      Event<JobReleased> released) {
    this.database = database;
    this.ended = ended;
    this.changed = changed;
    this.released = released;
  }

  private record Child(
      JobId id,
      JobStatus status,
      String caller,
      String operation,
      boolean callback,
      String waitsFor) {

    static Child of(ResultSet row) throws SQLException {
      return new Child(
          new JobId(Rows.uuid(row, "id")),
          JobStatus.valueOf(row.getString("status")),
          row.getString("caller"),
          row.getString("operation"),
          row.getBoolean("callback"),
          row.getString("waits_for"));
    }
  }

  /** What one transaction has done. */
  private static final class Settled {
    private final List<JobEnded> failed = new ArrayList<>();
    private final List<JobId> changed = new ArrayList<>();
    private final List<JobReleased> released = new ArrayList<>();
    private int seen;
  }

  /** Whether any job waits for others. */
  public boolean anyOpen() {
    return !database
        .read(c -> Rows.query(c, DependencySql.ANY_OPEN, row -> Rows.uuid(row, 1)))
        .isEmpty();
  }

  /** Looks at every open dependency whose parent has ended. */
  public void settleAll() {
    while (settle(c -> candidates(c, Optional.empty())) > 0) {
      // What failed may be the parent of others.
    }
  }

  /** Looks at the children of these jobs, which have ended, and at theirs when they failed. */
  public void settle(Collection<JobId> parents) {
    List<JobId> asked = List.copyOf(parents);
    while (!asked.isEmpty()) {
      List<JobId> next = new ArrayList<>();
      List<JobId> now = asked;
      while (settle(c -> candidates(c, Optional.of(now)), next) > 0) {
        // There may be another page.
      }
      asked = next;
    }
  }

  private List<UUID> candidates(Connection c, Optional<List<JobId>> parents) throws SQLException {
    return parents.isEmpty()
        ? Rows.query(c, DependencySql.ENDED, row -> Rows.uuid(row, 1), PAGE)
        : Rows.query(
            c,
            DependencySql.ENDED_OF,
            row -> Rows.uuid(row, 1),
            new Columns<>(c, parents.get()).uuids(JobId::value),
            PAGE);
  }

  private int settle(Database.Work<List<UUID>> candidates) {
    return settle(candidates, new ArrayList<>());
  }

  /**
   * Settles a page of children in one transaction.
   *
   * @param failed receives those that failed
   * @return how many children were settled; 0 when there are no more, or others settle them
   */
  private int settle(Database.Work<List<UUID>> candidates, List<JobId> failed) {
    long sinceNanos = System.nanoTime();
    Settled settled = database.transaction(c -> settle(c, candidates.on(c), sinceNanos));
    settled.failed.forEach(job -> failed.add(job.id()));
    if (!settled.failed.isEmpty()) {
      ended.fire(new JobsEnded(settled.failed));
    }
    settled.changed.forEach(job -> changed.fire(new JobChanged(job)));
    settled.released.forEach(released::fire);
    return settled.seen;
  }

  private static Settled settle(Connection c, List<UUID> candidates, long sinceNanos)
      throws SQLException {
    Settled settled = new Settled();
    if (candidates.isEmpty()) {
      return settled;
    }
    List<Child> children =
        Rows.query(
            c,
            DependencySql.CHILDREN_LOCK,
            Child::of,
            new Columns<>(c, candidates).uuids(id -> id));
    settled.seen = children.size();
    close(c, children.stream().filter(child -> child.status() != JobStatus.WAITING).toList());
    List<Child> waiting =
        children.stream().filter(child -> child.status() == JobStatus.WAITING).toList();
    Map<JobId, List<EndedParent>> parents = parents(c, waiting);
    for (Child child : waiting) {
      settle(c, child, parents.getOrDefault(child.id(), List.of()), settled, sinceNanos);
    }
    return settled;
  }

  private static Map<JobId, List<EndedParent>> parents(Connection c, List<Child> children)
      throws SQLException {
    Map<JobId, List<EndedParent>> parents = new HashMap<>();
    if (!children.isEmpty()) {
      Rows.query(
              c,
              DependencySql.PARENTS,
              EndedParent::of,
              new Columns<>(c, children).uuids(child -> child.id().value()))
          .forEach(p -> parents.computeIfAbsent(p.child(), id -> new ArrayList<>()).add(p));
    }
    return parents;
  }

  private static void close(Connection c, List<Child> children) throws SQLException {
    if (!children.isEmpty()) {
      Rows.update(
          c, DependencySql.CLOSE, new Columns<>(c, children).uuids(child -> child.id().value()));
    }
  }

  private static void settle(
      Connection c, Child child, List<EndedParent> parents, Settled settled, long sinceNanos)
      throws SQLException {
    for (EndedParent parent : parents) {
      if (!parent.met() || !ChildFiles.give(c, parent)) {
        fail(c, child, parent.error());
        settled.failed.add(
            new JobEnded(
                child.id(), child.caller(), child.operation(), JobStatus.FAILED, true, sinceNanos));
        return;
      }
    }
    for (EndedParent parent : parents) {
      Rows.update(c, DependencySql.MEET, child.id().value(), parent.parent().value());
    }
    Optional<String> rest = rest(child, parents);
    if (rest.isPresent()) {
      Rows.update(c, DependencySql.STILL_WAITS, rest.get(), child.id().value());
      settled.changed.add(child.id());
    } else {
      Rows.update(c, DependencySql.RELEASE, child.id().value());
      settled.released.add(new JobReleased(child.id(), child.caller()));
    }
  }

  /** The parents that are left, in the form in which they are stored. */
  private static Optional<String> rest(Child child, List<EndedParent> met) {
    Set<String> over = met.stream().map(p -> p.parent().toString()).collect(Collectors.toSet());
    String rest =
        Arrays.stream(child.waitsFor() == null ? new String[0] : child.waitsFor().split(" "))
            .filter(id -> !over.contains(id))
            .collect(Collectors.joining(" "));
    return Optional.of(rest).filter(ids -> !ids.isEmpty());
  }

  private static void fail(Connection c, Child child, JobError error) throws SQLException {
    Rows.update(
        c,
        DependencySql.FAIL,
        error.status(),
        error.code(),
        error.message(),
        error.job().map(JobId::value).orElse(null),
        child.id().value());
    close(c, List.of(child));
    if (child.callback()) {
      Deliveries.insert(c, List.of(child.id().value()));
    }
  }
}
