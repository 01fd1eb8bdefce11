package org.meanwhile.job.reuse;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import java.util.UUID;
import org.meanwhile.database.Rows;
import org.meanwhile.job.JobError;
import org.meanwhile.job.JobId;
import org.meanwhile.job.JobStatus;

/**
 * The job whose run others share, or might.
 *
 * @param attempts 0 when it has never run
 * @param canceled whether its run is to stop
 * @param removed whether its caller has cancelled or removed it
 * @param left whether its run goes on although its caller has cancelled it
 */
record RanJob(
    JobStatus status,
    int attempts,
    boolean canceled,
    boolean removed,
    boolean left,
    Optional<JobError> error) {

  /** Locks its row; empty when there is no record of it any more. */
  static Optional<RanJob> lock(Connection c, UUID id) throws SQLException {
    return Rows.query(c, ReuseSql.RUN_LOCK, RanJob::of, id).stream().findFirst();
  }

  private static RanJob of(ResultSet row) throws SQLException {
    String code = row.getString("error_code");
    return new RanJob(
        JobStatus.valueOf(row.getString("status")),
        row.getInt("attempt"),
        row.getBoolean("canceled"),
        row.getObject("removed_at") != null,
        row.getObject("left_at") != null,
        code == null
            ? Optional.empty()
            : Optional.of(
                new JobError(
                    row.getInt("error_status"),
                    code,
                    row.getString("error_message"),
                    Optional.ofNullable(Rows.uuid(row, "error_job")).map(JobId::new))));
  }

  /** Whether its run goes on, or is still to come, so that another job may share it. */
  boolean goesOn() {
    return !status.ended() && !canceled && (!removed || left);
  }

  /** Whether it failed by its run: one that never ran has failed for reasons of its own. */
  boolean failedByRun() {
    return status == JobStatus.FAILED && attempts > 0;
  }
}
