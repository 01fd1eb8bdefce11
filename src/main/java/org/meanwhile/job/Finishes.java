package org.meanwhile.job;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Ends runs, many in one transaction. Each is guarded by its lease: when that was lost, nothing
 * changes and the result is dropped. A job whose caller wanted it no longer ends as canceled,
 * whatever its run made.
 */
@ApplicationScoped
public class Finishes {
  private Database database;

  /** For the container's proxy. */
  protected Finishes() {}

  /** Finishes in the given database. */
  @Inject
  public Finishes(Database database) {
    this.database = database;
  }

  /**
   * Stores how runs ended.
   *
   * <p>After this threw it may have happened all the same; calling again with the same runs tells:
   * what had been stored is answered as if it were stored now.
   *
   * @return for each run, in order, what became of its job; empty when the lease was lost
   */
  public List<Optional<JobStatus>> finish(List<Finish> finishes) {
    return database.transaction(
        c -> {
          List<Optional<JobStatus>> became = new ArrayList<>(finishes.size());
          for (Finish finish : finishes) {
            became.add(finish(c, finish));
          }
          return became;
        });
  }

  private static Optional<JobStatus> finish(Connection c, Finish finish) throws SQLException {
    JobStatus wanted = wanted(finish.ending());
    if (wanted != JobStatus.CANCELED && store(c, finish)) {
      return Optional.of(wanted);
    }
    // Not stored: cancelled meanwhile, or the lease is lost, or an earlier try had stored it.
    if (end(c, finish, JobStatus.CANCELED, null)) {
      return Optional.of(JobStatus.CANCELED);
    }
    return earlier(c, finish, wanted);
  }

  private static JobStatus wanted(Ending ending) {
    if (ending instanceof Ending.Succeeded) {
      return JobStatus.SUCCEEDED;
    }
    if (ending instanceof Ending.Failed) {
      return JobStatus.FAILED;
    }
    return ending instanceof Ending.Canceled ? JobStatus.CANCELED : JobStatus.WAITING;
  }

  private static boolean store(Connection c, Finish finish) throws SQLException {
    Ending ending = finish.ending();
    if (ending instanceof Ending.Succeeded succeeded) {
      return end(c, finish, JobStatus.SUCCEEDED, null) && publish(c, finish.lease(), succeeded);
    }
    if (ending instanceof Ending.Failed failed) {
      return end(c, finish, JobStatus.FAILED, failed.error());
    }
    if (ending instanceof Ending.TryAgain again) {
      return giveBack(c, finish.lease(), again.after().toMillis(), 0);
    }
    return giveBack(c, finish.lease(), 0, 1);
  }

  private static boolean publish(Connection c, Lease lease, Ending.Succeeded result)
      throws SQLException {
    StoredContent content = result.content();
    if (content.id() != null && Rows.update(c, Sql.CONTENT_KEEP, content.id()) != 1) {
      throw new IllegalStateException(
          "the output of job " + lease.job() + " was given up while its lease held");
    }
    return Rows.update(
            c,
            Sql.OUTPUT_INSERT,
            lease.job().value(),
            content.id(),
            content.inline(),
            result.mediaType(),
            result.fileName(),
            content.sizeBytes(),
            content.sha256())
        == 1;
  }

  static boolean end(Connection c, Finish finish, JobStatus status, JobError error)
      throws SQLException {
    Lease lease = finish.lease();
    Progress progress = finish.progress();
    return Rows.update(
            c,
            Sql.FINISH,
            status.name(),
            progress.done(),
            progress.total(),
            progress.unit(),
            progress.message(),
            error == null ? null : error.status(),
            error == null ? null : error.code(),
            error == null ? null : error.message(),
            lease.job().value(),
            lease.node(),
            lease.claim(),
            status == JobStatus.CANCELED)
        == 1;
  }

  private static boolean giveBack(Connection c, Lease lease, long afterMillis, int attempts)
      throws SQLException {
    return Rows.update(
            c,
            Sql.GIVE_BACK,
            afterMillis,
            attempts,
            lease.job().value(),
            lease.node(),
            lease.claim())
        == 1;
  }

  /** The job as it stands, when nobody has claimed it since and it stands as this run wanted. */
  private static Optional<JobStatus> earlier(Connection c, Finish finish, JobStatus wanted)
      throws SQLException {
    return Rows.query(
            c,
            Sql.HOW_IT_STANDS,
            row ->
                row.getLong(2) == finish.lease().claim()
                    ? JobStatus.valueOf(row.getString(1))
                    : JobStatus.RUNNING,
            finish.lease().job().value())
        .stream()
        .filter(status -> status == wanted || status == JobStatus.CANCELED)
        .findFirst();
  }
}
