package org.meanwhile.job.run;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.meanwhile.database.Columns;
import org.meanwhile.database.Rows;
import org.meanwhile.job.JobEnded;
import org.meanwhile.job.JobError;
import org.meanwhile.job.JobId;
import org.meanwhile.job.JobStatus;
import org.meanwhile.job.Lease;
import org.meanwhile.job.delivery.Deliveries;

/**
 * A job that its deadline ends.
 *
 * @param lease its last claim; the node is null when no node owns it
 * @param status WAITING or RUNNING
 * @param callback whether its end is delivered
 */
public record MissedDeadline(
    Lease lease, JobStatus status, String caller, String operation, boolean callback) {
  /** Of a job whose deadline has passed. */
  public static final JobError ERROR =
      new JobError(504, "deadline-passed", "it had not ended by its deadline");

  private static final JobError NO_MORE_ATTEMPTS =
      new JobError(
          504, "deadline-passed", "the attempt failed, and the next one would miss the deadline");

  static MissedDeadline of(ResultSet row) throws SQLException {
    return new MissedDeadline(
        new Lease(new JobId(Rows.uuid(row, "id")), Rows.uuid(row, "owner"), row.getLong("claim")),
        JobStatus.valueOf(row.getString("status")),
        row.getString("caller"),
        row.getString("operation"),
        row.getBoolean("callback"));
  }

  private UUID id() {
    return lease.job().value();
  }

  /** Whether a node runs it: a waiting job has no owner, nor has a group whose members run. */
  boolean isOwned() {
    return lease.node() != null;
  }

  JobEnded failed(boolean waited, long sinceNanos) {
    return new JobEnded(lease.job(), caller, operation, JobStatus.FAILED, waited, sinceNanos);
  }

  /**
   * Fails a job that was just released for another attempt, when that attempt would begin at its
   * deadline or later: waiting for it would help nobody.
   *
   * @return the job's end; empty when there is time for the attempt
   */
  static Optional<JobEnded> failIfTooLate(Connection c, Lease released, long sinceNanos)
      throws SQLException {
    List<MissedDeadline> tooLate =
        Rows.query(
            c,
            RunSql.RELEASED_TOO_LATE,
            MissedDeadline::of,
            released.job().value(),
            released.claim());
    fail(c, tooLate, NO_MORE_ATTEMPTS);
    return tooLate.stream().map(job -> job.failed(false, sinceNanos)).findFirst();
  }

  /** Fails jobs that no node owns, whose rows this transaction has locked. */
  static void fail(Connection c, List<MissedDeadline> jobs, JobError error) throws SQLException {
    if (jobs.isEmpty()) {
      return;
    }
    int changed =
        Rows.update(
            c,
            RunSql.FAIL_WAITING,
            error.status(),
            error.code(),
            error.message(),
            new Columns<>(c, jobs).uuids(MissedDeadline::id));
    if (changed != jobs.size()) {
      throw new IllegalStateException(changed + " of " + jobs.size() + " locked jobs had no owner");
    }
    Deliveries.insert(
        c, jobs.stream().filter(MissedDeadline::callback).map(MissedDeadline::id).toList());
  }
}
