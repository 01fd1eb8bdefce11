package org.meanwhile.job.reuse;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.meanwhile.database.Columns;
import org.meanwhile.database.Database;
import org.meanwhile.database.Rows;
import org.meanwhile.job.JobCancelRequested;
import org.meanwhile.job.JobChanged;
import org.meanwhile.job.JobId;
import org.meanwhile.job.JobReleased;
import org.meanwhile.job.JobsEnded;

/**
 * Looks after the jobs that share a run: tells them of it while it goes on, and decides what
 * becomes of them when the transaction that ended it did not. Any node may do so for any job.
 *
 * <p>Not to be called inside a container transaction. Safe for many threads.
 */
@ApplicationScoped
public class Rides {
  private static final int PAGE = 200;
  private static final int MAX_TOLD = 1_000;

  private Database database;
  private Event<JobsEnded> ended;
  private Event<JobChanged> changed;
  private Event<JobReleased> released;
  private Event<JobCancelRequested> cancelRequested;

  /** For the container's proxy. */
  protected Rides() {}

  @Inject
  public Rides(
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

  /** Whether any job shares a run. */
  public boolean anyOpen() {
    return !database
        .read(c -> Rows.query(c, ReuseSql.ANY_OPEN, row -> Rows.uuid(row, 1)))
        .isEmpty();
  }

  /** Looks at every shared run that has ended, or that a job has stopped to share. */
  public void settleAll() {
    for (int found = PAGE; found == PAGE; ) {
      List<UUID> page =
          database.read(c -> Rows.query(c, ReuseSql.TO_SETTLE, row -> Rows.uuid(row, 1), PAGE));
      page.forEach(this::settle);
      found = page.size();
    }
  }

  /** The same for jobs that have ended: those that ran, and those that shared a run. */
  public void settle(Collection<JobId> jobs) {
    List<JobId> asked = List.copyOf(jobs);
    database
        .read(
            c -> {
              Columns<JobId> columns = new Columns<>(c, asked);
              return Rows.query(
                  c,
                  ReuseSql.RUNS_OF,
                  row -> Rows.uuid(row, 1),
                  columns.uuids(JobId::value),
                  columns.uuids(JobId::value));
            })
        .forEach(this::settle);
  }

  private void settle(UUID ran) {
    long sinceNanos = System.nanoTime();
    Settlement settled = database.transaction(c -> Settlement.of(c, ran, sinceNanos));
    if (!settled.ended.isEmpty()) {
      ended.fire(new JobsEnded(settled.ended));
    }
    settled.changed.forEach(changed::fire);
    settled.released.forEach(released::fire);
    settled.canceled.forEach(cancelRequested::fire);
  }

  private record News(UUID rider, UUID ran) {}

  /**
   * Tells the jobs that share a run of its start and its progress since they were told last.
   *
   * @return how many were told
   */
  public int follow() {
    List<News> news =
        database.read(
            c ->
                Rows.query(
                    c,
                    ReuseSql.NEWS,
                    row -> new News(Rows.uuid(row, "rider"), Rows.uuid(row, "ran")),
                    MAX_TOLD));
    Map<UUID, List<News>> byRun = new TreeMap<>();
    news.forEach(n -> byRun.computeIfAbsent(n.ran(), ran -> new ArrayList<>()).add(n));
    byRun.values().forEach(this::tell);
    return news.size();
  }

  private void tell(List<News> ofRun) {
    database
        .transaction(c -> tell(c, ofRun))
        .forEach(rider -> changed.fire(new JobChanged(new JobId(rider))));
  }

  private static List<UUID> tell(Connection c, List<News> ofRun) throws SQLException {
    UUID ran = ofRun.get(0).ran();
    List<UUID> riders =
        Rows.query(
            c,
            ReuseSql.STILL_LOCK,
            row -> Rows.uuid(row, 1),
            new Columns<>(c, ofRun).uuids(News::rider),
            ran);
    if (!riders.isEmpty()) {
      Columns<UUID> columns = new Columns<>(c, riders);
      Rows.update(c, ReuseSql.FOLLOW, ran, columns.uuids(id -> id), ran);
    }
    return riders;
  }
}
