package org.meanwhile.job.schedule;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import org.meanwhile.database.Database;
import org.meanwhile.database.Rows;
import org.meanwhile.job.JobId;

/**
 * Hands out schedules that are due, each to one node at a time, and stores what became of a fire.
 * What was decided meanwhile by somebody else, or changed or deleted by the caller, stays as it is.
 *
 * <p>Not to be called inside a container transaction. Safe for many threads.
 */
@ApplicationScoped
public class DueSchedules {
  /** A node that dies while it fires a schedule leaves it to others after this time. */
  private static final Duration TAKEN_FOR = Duration.ofSeconds(15);

  private static final Duration RETRY = Duration.ofSeconds(5);

  private Database database;

  /** For the container's proxy. */
  protected DueSchedules() {}

  @Inject
  public DueSchedules(Database database) {
    this.database = database;
  }

  /**
   * A schedule that this node is to fire.
   *
   * @param now by the database's clock
   */
  public record Taken(Schedule schedule, Instant now) {}

  /** Takes schedules that are due; passes over those that another node is taking. */
  public List<Taken> take(int max) {
    return database.transaction(c -> take(c, max));
  }

  private static List<Taken> take(Connection c, int max) throws SQLException {
    List<Taken> taken = new ArrayList<>();
    Instant now = Rows.now(c);
    for (Schedule due : Rows.query(c, ScheduleSql.DUE, Schedule::of, max)) {
      Rows.update(c, ScheduleSql.TAKE, TAKEN_FOR.toMillis(), due.id());
      taken.add(new Taken(due, now));
    }
    return taken;
  }

  /** The fire has made its job, now or before its node died. */
  public boolean fired(DueFire fire, JobId job) {
    return stored(
        ScheduleSql.FIRED,
        Rows.time(fire.at()),
        job.value(),
        Rows.time(fire.next()),
        Rows.time(fire.next()),
        fire.schedule().id(),
        expected(fire));
  }

  /** The fire makes no job, because an earlier one has not ended. */
  public boolean passedOver(DueFire fire) {
    return stored(
        ScheduleSql.PASSED_OVER,
        Rows.time(fire.at()),
        Rows.time(fire.next()),
        Rows.time(fire.next()),
        fire.schedule().id(),
        expected(fire));
  }

  /** The fire makes no job, because it is too late. */
  public boolean missed(DueFire fire) {
    return stored(
        ScheduleSql.MISSED,
        Rows.time(fire.next()),
        Rows.time(fire.next()),
        fire.schedule().id(),
        expected(fire));
  }

  /** The fire's job was refused: it is tried again until the next fire is due. */
  public boolean refused(DueFire fire, RefusedFire why) {
    Instant again = fire.now().plus(RETRY);
    return stored(
        ScheduleSql.REFUSED,
        Rows.time(fire.at()),
        Rows.time(again.isBefore(fire.next()) ? again : fire.next()),
        Rows.time(fire.at()),
        why.code(),
        why.getMessage(),
        fire.schedule().id(),
        expected(fire));
  }

  private static OffsetDateTime expected(DueFire fire) {
    return Rows.time(fire.schedule().nextAt().orElseThrow());
  }

  private boolean stored(String sql, Object... parameters) {
    return database.transaction(c -> Rows.update(c, sql, parameters)) == 1;
  }

  /** A job that waits or runs, and whether its cancellation was requested. */
  public record Unfinished(JobId id, boolean stopping) {}

  /** Lists jobs of the fire's schedule that have not ended, but not the fire's own. */
  public List<Unfinished> unfinished(DueFire fire, JobId own, int max) {
    return database.read(
        c ->
            Rows.query(
                c,
                ScheduleSql.UNFINISHED,
                row ->
                    new Unfinished(
                        new JobId(Rows.uuid(row, "id")),
                        row.getObject("cancel_requested_at") != null),
                fire.schedule().caller(),
                fire.schedule().name(),
                own.value(),
                max));
  }
}
