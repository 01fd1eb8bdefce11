package org.meanwhile.job.run;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.meanwhile.database.Database;
import org.meanwhile.database.DatabaseFailure;
import org.meanwhile.database.Rows;
import org.meanwhile.job.JobEnded;
import org.meanwhile.job.JobError;
import org.meanwhile.job.JobId;
import org.meanwhile.job.JobStatus;
import org.meanwhile.job.JobsEnded;
import org.meanwhile.job.Lease;
import org.meanwhile.job.Progress;

/**
 * Decides about jobs that are RUNNING on a node that is not alive. Several nodes may do so at a
 * time: each decision is guarded by the lease.
 *
 * <p>Not to be called inside a container transaction. Safe for many threads.
 */
@ApplicationScoped
public class JobRescuer {
  private static final System.Logger LOG = System.getLogger(JobRescuer.class.getName());
  private static final int PAGE = 200;

  private Database database;
  private Event<JobsEnded> ended;

  /** For the container's proxy. */
  protected JobRescuer() {}

  @Inject
  public JobRescuer(Database database, Event<JobsEnded> ended) {
    this.database = database;
    this.ended = ended;
  }

  private record Abandoned(Lease lease, int crashes, boolean rerunnable, boolean cancelRequested) {}

  /**
   * Decides about every abandoned job: it waits to be run again, or it fails because it took down
   * too many nodes or must not run twice, or it is canceled. Fires {@link JobsEnded} for those that
   * end. A job that the database refuses to change stays as it is, is logged, and does not hold up
   * the others.
   *
   * @param maxCrashes a job fails when it has taken down so many nodes
   * @return how many jobs were decided
   */
  public int rescue(int maxCrashes) {
    int decided = 0;
    int stuck = 0;
    for (int found = PAGE; found == PAGE; ) {
      List<Abandoned> page = abandoned(stuck);
      int failed = decideAll(page, maxCrashes);
      found = page.size();
      decided += found - failed;
      stuck += failed;
    }
    return decided;
  }

  private List<Abandoned> abandoned(int stuck) {
    return database.transaction(
        c -> Rows.query(c, RunSql.ABANDONED, JobRescuer::abandoned, stuck, PAGE));
  }

  private static Abandoned abandoned(ResultSet row) throws SQLException {
    return new Abandoned(
        new Lease(new JobId(Rows.uuid(row, "id")), Rows.uuid(row, "owner"), row.getLong("claim")),
        row.getInt("crashes"),
        row.getBoolean("rerunnable"),
        row.getObject("cancel_requested_at") != null);
  }

  /** Returns how many could not be decided. */
  private int decideAll(List<Abandoned> page, int maxCrashes) {
    try {
      decideTogether(page, maxCrashes);
      return 0;
    } catch (DatabaseFailure e) {
      int failed = 0;
      for (Abandoned job : page) {
        failed += decideAlone(job, maxCrashes) ? 0 : 1;
      }
      return failed;
    }
  }

  private boolean decideAlone(Abandoned job, int maxCrashes) {
    try {
      decideTogether(List.of(job), maxCrashes);
      return true;
    } catch (DatabaseFailure e) {
      if (DatabaseFailure.isUnavailable(e)) {
        throw e;
      }
      LOG.log(Level.ERROR, "job " + job.lease().job() + " of a dead node cannot be decided: " + e);
      return false;
    }
  }

  private void decideTogether(List<Abandoned> page, int maxCrashes) {
    long sinceNanos = System.nanoTime();
    List<JobEnded> jobs =
        database.transaction(
            c -> {
              List<JobEnded> over = new ArrayList<>();
              for (Abandoned job : page) {
                over.addAll(decide(c, job, maxCrashes, sinceNanos));
              }
              return over;
            });
    Completions.fire(ended, jobs);
  }

  /**
   * Returns the job when it ended, with those that shared its run. Losing against the job's
   * cancellation or another rescuer leaves the job to the next round.
   */
  private List<JobEnded> decide(Connection c, Abandoned job, int maxCrashes, long sinceNanos)
      throws SQLException {
    if (job.cancelRequested()) {
      return end(c, job, JobStatus.CANCELED, Optional.empty(), sinceNanos);
    }
    Optional<JobError> error = error(job, maxCrashes);
    if (error.isPresent()) {
      return end(c, job, JobStatus.FAILED, error, sinceNanos);
    }
    Lease lease = job.lease();
    Object[] guard = {lease.job().value(), lease.node(), lease.claim()};
    Attempts.release(
        c,
        lease,
        Attempts.Outcome.CRASHED,
        null,
        0,
        on -> Rows.update(on, RunSql.RELEASE_CRASHED, guard));
    return List.of();
  }

  /** Why the job must not run again; empty when it may. */
  private static Optional<JobError> error(Abandoned job, int maxCrashes) {
    if (!job.rerunnable()) {
      return Optional.of(
          new JobError(500, "interrupted", "its node stopped, and it must not run twice"));
    }
    return Poison.error(job.crashes(), maxCrashes);
  }

  private List<JobEnded> end(
      Connection c, Abandoned job, JobStatus status, Optional<JobError> error, long sinceNanos)
      throws SQLException {
    List<OffsetDateTime> start = Attempts.start(c, job.lease());
    TerminalUpdate update = new TerminalUpdate(job.lease(), status, Progress.NONE, error);
    Optional<RunEnd> end =
        TerminalUpdate.apply(c, database.dialect(), List.of(update), sinceNanos).values().stream()
            .findFirst();
    if (end.isPresent()) {
      // The job ends now, when clients can see it; its last run ended when its node fell silent.
      Attempts.insertLast(c, job.lease(), start);
    }
    return end.stream().flatMap(RunEnd::told).toList();
  }
}
