package org.meanwhile.job.run;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.meanwhile.database.Database;
import org.meanwhile.database.Rows;
import org.meanwhile.job.JobEnded;
import org.meanwhile.job.JobStatus;
import org.meanwhile.job.JobsEnded;
import org.meanwhile.job.Progress;

/**
 * Fails jobs whose deadline has passed by the database's clock, on whichever node looks first.
 *
 * <p>The node that runs a job stops it at its deadline; the sweep takes a running job only when
 * that node did not, because it is of the version before or hangs. What the run returns then is
 * dropped, because its lease is lost.
 *
 * <p>Not to be called inside a container transaction. Safe for many threads.
 */
@ApplicationScoped
public class DeadlineSweep {
  private static final int PAGE = 200;

  private Database database;
  private Event<JobsEnded> ended;

  /** For the container's proxy. */
  protected DeadlineSweep() {}

  @Inject
  public DeadlineSweep(Database database, Event<JobsEnded> ended) {
    this.database = database;
    this.ended = ended;
  }

  /**
   * Fails waiting jobs whose deadline has passed, those that wait for their time too, and running
   * jobs whose deadline passed longer ago than the margin. Passes over rows that another
   * transaction has locked: it ends or claims them, or the next sweep sees them.
   *
   * @param margin how long the node that runs a job has to stop it
   * @return how many jobs ended
   */
  public int sweep(Duration margin) {
    int all = 0;
    for (int found = PAGE; found >= PAGE; ) {
      long sinceNanos = System.nanoTime();
      List<JobEnded> page = database.transaction(c -> sweepPage(c, margin, sinceNanos));
      Completions.fire(ended, page);
      found = page.size();
      all += found;
    }
    return all;
  }

  private List<JobEnded> sweepPage(Connection c, Duration margin, long sinceNanos)
      throws SQLException {
    List<MissedDeadline> due =
        Rows.query(
            c,
            RunSql.deadlinePassed(database.dialect()),
            MissedDeadline::of,
            margin.toMillis(),
            PAGE);
    List<MissedDeadline> waiting = due.stream().filter(job -> !job.isOwned()).toList();
    List<TerminalUpdate> running =
        due.stream().filter(MissedDeadline::isOwned).map(DeadlineSweep::update).toList();
    MissedDeadline.fail(c, waiting, MissedDeadline.ERROR);
    List<JobEnded> page = new ArrayList<>();
    waiting.forEach(job -> page.add(job.failed(job.status() == JobStatus.WAITING, sinceNanos)));
    TerminalUpdate.apply(c, database.dialect(), running, sinceNanos).values().stream()
        .flatMap(RunEnd::told)
        .forEach(page::add);
    return page;
  }

  private static TerminalUpdate update(MissedDeadline job) {
    return new TerminalUpdate(
        job.lease(), JobStatus.FAILED, Progress.NONE, Optional.of(MissedDeadline.ERROR));
  }
}
