package org.meanwhile.job.run;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.meanwhile.database.Database;
import org.meanwhile.database.DatabaseFailure;
import org.meanwhile.database.Rows;
import org.meanwhile.job.JobEnded;
import org.meanwhile.job.JobError;
import org.meanwhile.job.JobId;
import org.meanwhile.job.JobStatus;
import org.meanwhile.job.Lease;
import org.meanwhile.job.Progress;

/** Which nodes live, and what becomes of the jobs of those that do not. */
@ApplicationScoped
public class Nodes {
  private static final System.Logger LOG = System.getLogger(Nodes.class.getName());
  private static final int PAGE = 200;

  private Database database;
  private Event<JobEnded> ended;

  /** For the container's proxy. */
  protected Nodes() {}

  /** Nodes over the given database. */
  @Inject
  public Nodes(Database database, Event<JobEnded> ended) {
    this.database = database;
    this.ended = ended;
  }

  /**
   * A new incarnation begins to live. With a database that only this process can open, all others
   * are dead.
   */
  public void join(UUID node, String name) {
    boolean exclusive = database.dialect().isExclusive();
    database.transaction(
        c -> {
          if (exclusive) {
            Rows.update(c, RunSql.NODES_SILENT, node, -1);
          }
          return Rows.update(c, RunSql.NODE_JOIN, node, name);
        });
  }

  /** It still lives; false when the others gave it up meanwhile. */
  public boolean beat(UUID node) {
    return database.transaction(c -> Rows.update(c, RunSql.NODE_BEAT, node)) == 1;
  }

  /** It ends in good order. */
  public void leave(UUID node) {
    database.transaction(c -> Rows.update(c, RunSql.NODE_LEAVE, node));
  }

  /** Marks nodes dead that were not seen for so long. */
  public void buryAllSilentFor(UUID witness, Duration silence) {
    database.transaction(
        c -> {
          Rows.update(c, RunSql.NODES_FORGET);
          return Rows.update(c, RunSql.NODES_SILENT, witness, silence.toMillis());
        });
  }

  private record Abandoned(Lease lease, int crashes, boolean rerunnable, boolean cancelRequested) {}

  /**
   * Decides about every job that is running on a node that is not alive: it runs again, or it fails
   * because it took too many nodes down or must not run twice, or it is cancelled. One that cannot
   * be decided stays as it is, and does not keep the others.
   *
   * @param mostCrashes a job that has taken down so many nodes fails
   * @return how many jobs were decided
   */
  public int giveBackAbandoned(int mostCrashes) {
    int decided = 0;
    int stuck = 0;
    for (int found = PAGE; found == PAGE; ) {
      List<Abandoned> page = abandoned(stuck);
      int failed = decideAll(page, mostCrashes);
      found = page.size();
      decided += found - failed;
      stuck += failed;
    }
    return decided;
  }

  private List<Abandoned> abandoned(int stuck) {
    return database.transaction(
        c -> Rows.query(c, RunSql.ABANDONED, Nodes::abandoned, stuck, PAGE));
  }

  /** How many could not be decided. */
  private int decideAll(List<Abandoned> page, int mostCrashes) {
    try {
      decideTogether(page, mostCrashes);
      return 0;
    } catch (DatabaseFailure e) {
      int failed = 0;
      for (Abandoned job : page) {
        failed += decideAlone(job, mostCrashes) ? 0 : 1;
      }
      return failed;
    }
  }

  private boolean decideAlone(Abandoned job, int mostCrashes) {
    try {
      decideTogether(List.of(job), mostCrashes);
      return true;
    } catch (DatabaseFailure e) {
      if (DatabaseFailure.isUnavailable(e)) {
        throw e;
      }
      LOG.log(Level.ERROR, "job " + job.lease().job() + " of a dead node cannot be decided: " + e);
      return false;
    }
  }

  private void decideTogether(List<Abandoned> page, int mostCrashes) {
    List<JobId> over =
        database.transaction(
            c -> {
              List<JobId> ending = new ArrayList<>();
              for (Abandoned job : page) {
                if (decide(c, job, mostCrashes)) {
                  ending.add(job.lease().job());
                }
              }
              return ending;
            });
    over.forEach(job -> ended.fire(new JobEnded(job)));
  }

  private static Abandoned abandoned(ResultSet row) throws SQLException {
    return new Abandoned(
        new Lease(new JobId(Rows.uuid(row, "id")), Rows.uuid(row, "owner"), row.getLong("claim")),
        row.getInt("crashes"),
        row.getBoolean("rerunnable"),
        row.getObject("cancel_requested_at") != null);
  }

  /**
   * True when the job ended. Losing against its cancellation or another rescuer leaves it to the
   * next round.
   */
  private boolean decide(Connection c, Abandoned job, int mostCrashes) throws SQLException {
    if (job.cancelRequested()) {
      return end(c, job, JobStatus.CANCELED, null);
    }
    if (!job.rerunnable()) {
      return end(
          c,
          job,
          JobStatus.FAILED,
          new JobError(500, "interrupted", "its node stopped, and it must not run twice"));
    }
    if (job.crashes() + 1 >= mostCrashes) {
      String message = "it took its node down " + (job.crashes() + 1) + " times";
      return end(c, job, JobStatus.FAILED, new JobError(500, "poison", message));
    }
    Lease lease = job.lease();
    Object[] guard = {lease.job().value(), lease.node(), lease.claim()};
    Attempts.giveBack(
        c,
        lease,
        Attempts.Outcome.CRASHED,
        null,
        on -> Rows.update(on, RunSql.GIVE_BACK_CRASHED, guard));
    return false;
  }

  private boolean end(Connection c, Abandoned job, JobStatus status, JobError error)
      throws SQLException {
    Completions.Final end =
        new Completions.Final(job.lease(), status, Progress.NONE, Optional.ofNullable(error));
    return !Completions.end(c, database.dialect(), List.of(end)).isEmpty();
  }
}
