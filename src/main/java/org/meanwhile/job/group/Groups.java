package org.meanwhile.job.group;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.meanwhile.database.Columns;
import org.meanwhile.database.Database;
import org.meanwhile.database.Rows;
import org.meanwhile.job.JobCancelRequested;
import org.meanwhile.job.JobChanged;
import org.meanwhile.job.JobEnded;
import org.meanwhile.job.JobError;
import org.meanwhile.job.JobId;
import org.meanwhile.job.JobReleased;
import org.meanwhile.job.JobStatus;
import org.meanwhile.job.JobsEnded;
import org.meanwhile.job.MemberCounts;
import org.meanwhile.job.delivery.Deliveries;

/**
 * Looks at groups: tells how far their members are, cancels the rest where it is wanted, and ends
 * groups or lets them run when the last member has ended. Any node may look at any group, one at a
 * time.
 *
 * <p>Not to be called inside a container transaction. Safe for many threads.
 */
@ApplicationScoped
public class Groups {
  private static final int PAGE = 500;

  /** How long a group stays as it is for its readers. */
  private static final Duration CHANGE_INTERVAL = Duration.ofSeconds(1);

  private static final Duration IDLE = Duration.ofSeconds(1);

  /** A look rests for so many times as long as it took, so that it takes at most 5 %. */
  private static final int REST_FACTOR = 20;

  private static final Duration MAX_REST = Duration.ofSeconds(10);

  private Database database;
  private Event<JobsEnded> ended;
  private Event<JobChanged> changed;
  private Event<JobReleased> released;
  private Event<JobCancelRequested> cancelRequested;

  /** For the container's proxy. */
  protected Groups() {}

  @Inject
  public Groups(
      Database database,
      Event<JobsEnded> ended,
      Event<JobChanged> changed,
      Event<JobReleased> released,
      Event<JobCancelRequested> cancelRequested) {
    this.database = database;
    this.ended = ended;
    this.changed = changed;
    this.released = released;
    this.cancelRequested = cancelRequested;
  }

  private record State(StopOn stopOn, int total, GroupCount.Settled settled, boolean mayChange) {
    static State of(ResultSet row) throws SQLException {
      return new State(
          StopOn.valueOf(row.getString("stop_on")),
          row.getInt("total"),
          GroupCount.Settled.of(row),
          row.getBoolean("may_change"));
    }
  }

  private record GroupJob(
      JobId id,
      JobStatus status,
      String caller,
      String operation,
      boolean callback,
      boolean cancelRequested,
      String members) {
    static GroupJob of(JobId id, ResultSet row) throws SQLException {
      return new GroupJob(
          id,
          JobStatus.valueOf(row.getString("status")),
          row.getString("caller"),
          row.getString("operation"),
          row.getBoolean("callback"),
          row.getObject("cancel_requested_at") != null,
          row.getString("members"));
    }
  }

  /** What a look has done or found. */
  private record Look(
      boolean cancelsRest,
      Optional<JobEnded> ended,
      Optional<JobReleased> released,
      boolean changed) {
    private static final Look NOTHING = new Look(false, Optional.empty(), Optional.empty(), false);
    private static final Look CHANGED = new Look(false, Optional.empty(), Optional.empty(), true);

    Look cancelling() {
      return new Look(true, ended, released, changed);
    }
  }

  /** Whether any group goes on. */
  public boolean anyOpen() {
    return !database
        .read(c -> Rows.query(c, GroupSql.ANY_OPEN, row -> Rows.uuid(row, 1)))
        .isEmpty();
  }

  /** Groups that nobody has looked at for long enough, the longest first. */
  public List<JobId> due(int max) {
    return database.read(
        c -> Rows.query(c, GroupSql.DUE, row -> new JobId(Rows.uuid(row, 1)), max));
  }

  /** The groups of these jobs, and those among them that are groups. */
  public List<JobId> groupsOf(Collection<JobId> jobs) {
    List<JobId> asked = List.copyOf(jobs);
    List<JobId> groups = new ArrayList<>(ask(GroupSql.GROUPS_OF, asked));
    groups.addAll(ask(GroupSql.GROUPS_AMONG, asked));
    return groups;
  }

  private List<JobId> ask(String sql, List<JobId> jobs) {
    return database.read(
        c ->
            Rows.query(
                c,
                sql,
                row -> new JobId(Rows.uuid(row, 1)),
                new Columns<>(c, jobs).uuids(JobId::value)));
  }

  /** Looks at a group, unless another node does. */
  public void look(JobId group) {
    long begunNanos = System.nanoTime();
    Look look = database.transaction(c -> look(c, group, begunNanos));
    announce(group, look);
    if (look.cancelsRest()) {
      cancelRest(group);
    }
    long tookMillis = Duration.ofNanos(System.nanoTime() - begunNanos).toMillis();
    long restMillis =
        look.cancelsRest()
            ? CHANGE_INTERVAL.toMillis() / 4
            : Math.min(MAX_REST.toMillis(), Math.max(IDLE.toMillis(), tookMillis * REST_FACTOR));
    database.transaction(c -> Rows.update(c, GroupSql.LOOK_LATER, restMillis, group.value()));
  }

  private void announce(JobId group, Look look) {
    look.ended().ifPresent(end -> ended.fire(new JobsEnded(List.of(end))));
    look.released().ifPresent(released::fire);
    if (look.changed()) {
      changed.fire(new JobChanged(group));
    }
  }

  /** Cancels all members that have not ended, page by page. */
  public void cancelRest(JobId group) {
    int behind = -1;
    for (int found = PAGE; found == PAGE; ) {
      int from = behind;
      MemberCancels page =
          database.transaction(c -> MemberCancels.page(c, group.value(), from, PAGE));
      if (!page.ended().isEmpty()) {
        ended.fire(new JobsEnded(page.ended()));
      }
      page.asked().forEach(job -> cancelRequested.fire(new JobCancelRequested(job)));
      behind = page.last();
      found = page.found();
    }
  }

  private static Look look(Connection c, JobId group, long sinceNanos) throws SQLException {
    UUID id = group.value();
    Optional<State> found =
        Rows.query(c, GroupSql.LOCK, State::of, CHANGE_INTERVAL.toMillis(), id).stream()
            .findFirst();
    if (found.isEmpty()) {
      return Look.NOTHING;
    }
    State state = found.get();
    GroupCount count = GroupCount.take(c, id, state.total(), state.settled());
    Optional<GroupJob> locked =
        Rows.query(c, GroupSql.JOB_LOCK, row -> GroupJob.of(group, row), id).stream().findFirst();
    if (locked.isEmpty()) {
      // Its record is purged; so is its state, or soon.
      Rows.update(c, GroupSql.CLOSE, id);
      return Look.NOTHING;
    }
    GroupJob job = locked.get();
    if (count.allEnded()) {
      Rows.update(c, GroupSql.CLOSE, id);
      return finish(c, job, state, count.counts(), sinceNanos);
    }
    boolean stops = stops(state.stopOn(), count.counts());
    Look look = tell(c, job, state, count.counts());
    return stops || job.cancelRequested() || job.status().ended() ? look.cancelling() : look;
  }

  private static boolean stops(StopOn stopOn, MemberCounts counts) {
    return switch (stopOn) {
      case NEVER -> false;
      case FAILURE -> counts.failed() > 0;
      case SUCCESS -> counts.succeeded() > 0;
    };
  }

  /** Tells readers how far the members are, once in {@link #CHANGE_INTERVAL}. */
  private static Look tell(Connection c, GroupJob job, State state, MemberCounts counts)
      throws SQLException {
    if (!state.mayChange() || counts.text().equals(job.members())) {
      return Look.NOTHING;
    }
    UUID id = job.id().value();
    Rows.update(c, GroupSql.CHANGED, id);
    if (job.status().ended()) {
      Rows.update(c, GroupSql.MEMBERS, counts.text(), id);
    } else {
      boolean started = counts.running() + counts.succeeded() + counts.failed() > 0;
      Rows.update(
          c,
          GroupSql.PROGRESS,
          counts.text(),
          (long) counts.ended(),
          (long) state.total(),
          started,
          started,
          id);
    }
    return Look.CHANGED;
  }

  private static Look finish(
      Connection c, GroupJob job, State state, MemberCounts counts, long sinceNanos)
      throws SQLException {
    UUID id = job.id().value();
    if (job.status().ended()) {
      Rows.update(c, GroupSql.MEMBERS, counts.text(), id);
      return Look.CHANGED;
    }
    if (job.cancelRequested()) {
      return end(c, job, JobStatus.CANCELED, Optional.empty(), counts, sinceNanos);
    }
    if (state.stopOn() == StopOn.FAILURE && counts.failed() > 0) {
      return end(c, job, JobStatus.FAILED, Optional.of(error(c, id)), counts, sinceNanos);
    }
    long total = state.total();
    Rows.update(c, GroupSql.RELEASE, counts.text(), total, total, id);
    return new Look(
        false, Optional.empty(), Optional.of(new JobReleased(job.id(), job.caller())), true);
  }

  private static JobError error(Connection c, UUID group) throws SQLException {
    Optional<JobId> first =
        Rows.query(c, GroupSql.FIRST_FAILED, row -> new JobId(Rows.uuid(row, 1)), group).stream()
            .findFirst();
    return new JobError(
        424, "children-failed", "a member has failed, and the rest was canceled", first);
  }

  private static Look end(
      Connection c,
      GroupJob job,
      JobStatus status,
      Optional<JobError> error,
      MemberCounts counts,
      long sinceNanos)
      throws SQLException {
    Rows.update(
        c,
        GroupSql.END,
        status.name(),
        error.map(JobError::status).orElse(null),
        error.map(JobError::code).orElse(null),
        error.map(JobError::message).orElse(null),
        error.flatMap(JobError::job).map(JobId::value).orElse(null),
        counts.text(),
        (long) counts.ended(),
        (long) counts.total(),
        job.id().value());
    if (job.callback()) {
      Deliveries.insert(c, List.of(job.id().value()));
    }
    boolean waited = job.status() == JobStatus.WAITING;
    return new Look(
        false,
        Optional.of(
            new JobEnded(job.id(), job.caller(), job.operation(), status, waited, sinceNanos)),
        Optional.empty(),
        true);
  }
}
