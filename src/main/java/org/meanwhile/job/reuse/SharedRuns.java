package org.meanwhile.job.reuse;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.meanwhile.database.Columns;
import org.meanwhile.database.Rows;
import org.meanwhile.job.JobEnded;
import org.meanwhile.job.JobError;
import org.meanwhile.job.JobId;
import org.meanwhile.job.JobStatus;
import org.meanwhile.job.delivery.Deliveries;

/** Runs that several jobs share, within the transaction of who changes them. */
public final class SharedRuns {
  private SharedRuns() {}

  /** A job that shares the run of another one and has not ended. */
  record Rider(UUID id, String caller, String operation, boolean callback, boolean waits) {
    static Rider of(ResultSet row) throws SQLException {
      return new Rider(
          Rows.uuid(row, "id"),
          row.getString("caller"),
          row.getString("operation"),
          row.getBoolean("callback"),
          JobStatus.valueOf(row.getString("status")) == JobStatus.WAITING);
    }

    JobEnded ended(JobStatus status, long sinceNanos) {
      return new JobEnded(new JobId(id), caller, operation, status, waits, sinceNanos);
    }
  }

  /** Locks the jobs that share a run, the oldest first. */
  static List<Rider> riders(Connection c, UUID ran) throws SQLException {
    return Rows.query(c, ReuseSql.RIDERS_LOCK, Rider::of, ran);
  }

  /**
   * Ends the jobs that share a run, as the run has ended, within the transaction that ends it. Does
   * not store outputs: each that succeeds is to get one in this transaction.
   *
   * @param ran the job that ran, whose row is locked
   * @param error of a run that failed
   * @param sinceNanos see {@link JobEnded}
   * @return those that ended
   */
  public static List<JobEnded> end(
      Connection c, JobId ran, JobStatus status, Optional<JobError> error, long sinceNanos)
      throws SQLException {
    List<Rider> riders = riders(c, ran.value());
    end(c, ran.value(), riders, status, error);
    return riders.stream().map(rider -> rider.ended(status, sinceNanos)).toList();
  }

  static void end(
      Connection c, UUID ran, List<Rider> riders, JobStatus status, Optional<JobError> error)
      throws SQLException {
    if (!riders.isEmpty()) {
      Rows.update(
          c,
          ReuseSql.END,
          ran,
          status.name(),
          error.map(JobError::status).orElse(null),
          error.map(JobError::code).orElse(null),
          error.map(JobError::message).orElse(null),
          error.flatMap(JobError::job).map(JobId::value).orElse(null),
          new Columns<>(c, riders).uuids(Rider::id));
      Deliveries.insert(c, riders.stream().filter(Rider::callback).map(Rider::id).toList());
    }
    Rows.update(c, ReuseSql.RIDES_DELETE, ran);
  }

  /**
   * Cancels those of some running jobs whose runs others share, so that the runs go on.
   *
   * @param running jobs whose rows are locked
   * @return those that have left; the others are as they were
   */
  public static Set<UUID> leave(Connection c, List<UUID> running) throws SQLException {
    if (running.isEmpty()) {
      return Set.of();
    }
    List<UUID> shared =
        Rows.query(
            c,
            ReuseSql.SHARED_AMONG,
            row -> Rows.uuid(row, 1),
            new Columns<>(c, running).uuids(id -> id));
    if (!shared.isEmpty()) {
      Rows.update(c, ReuseSql.LEAVE, new Columns<>(c, shared).uuids(id -> id));
    }
    return Set.copyOf(shared);
  }

  /**
   * Lets a job that was stored in this transaction share a run that has not ended.
   *
   * @param ran the job that runs, whose row is locked
   */
  static void board(Connection c, JobId rider, UUID ran) throws SQLException {
    Rows.update(c, ReuseSql.RUN_SHARED, ran);
    Rows.update(c, ReuseSql.RIDE_INSERT, rider.value(), ran);
    Rows.update(c, ReuseSql.FOLLOW, ran, new Columns<>(c, List.of(rider)).uuids(JobId::value), ran);
  }
}
