package org.meanwhile.job.reuse;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.meanwhile.database.Columns;
import org.meanwhile.database.Rows;
import org.meanwhile.job.JobCancelRequested;
import org.meanwhile.job.JobChanged;
import org.meanwhile.job.JobEnded;
import org.meanwhile.job.JobId;
import org.meanwhile.job.JobReleased;
import org.meanwhile.job.JobStatus;
import org.meanwhile.job.reuse.SharedRuns.Rider;

/**
 * What became of the jobs that share a run, because it has ended otherwise than by its own
 * transaction, or because one of them has ended before it.
 *
 * <p>A run that succeeded gives its output; one that failed fails them all. A job that ended
 * without a run of it, or whose output is gone, is no reason to fail: the oldest of those who were
 * to share its run runs itself, and the others share that run.
 */
final class Settlement {
  final List<JobEnded> ended = new ArrayList<>();
  final List<JobChanged> changed = new ArrayList<>();
  final List<JobReleased> released = new ArrayList<>();
  final List<JobCancelRequested> canceled = new ArrayList<>();

  private Settlement() {}

  /** Within a transaction, which holds no lock on a job that shares the run. */
  static Settlement of(Connection c, UUID ran, long sinceNanos) throws SQLException {
    Settlement settlement = new Settlement();
    Optional<RanJob> run = RanJob.lock(c, ran);
    Rows.update(c, ReuseSql.RIDES_OVER, ran);
    List<Rider> riders = SharedRuns.riders(c, ran);
    if (run.filter(job -> !job.status().ended()).isPresent()) {
      if (riders.isEmpty() && run.get().left() && !run.get().canceled()) {
        settlement.cancel(c, ran);
      }
    } else if (!riders.isEmpty()) {
      settlement.settle(c, ran, run, riders, sinceNanos);
    }
    return settlement;
  }

  private void cancel(Connection c, UUID ran) throws SQLException {
    Rows.update(c, ReuseSql.CANCEL_LEFT, ran);
    canceled.add(new JobCancelRequested(new JobId(ran)));
  }

  private void settle(
      Connection c, UUID ran, Optional<RanJob> run, List<Rider> riders, long sinceNanos)
      throws SQLException {
    if (run.filter(job -> job.status() == JobStatus.SUCCEEDED).isPresent()
        && SharedOutputs.has(c, ran)) {
      for (Rider rider : riders) {
        SharedOutputs.give(c, rider.id(), ran);
      }
      SharedRuns.end(c, ran, riders, JobStatus.SUCCEEDED, Optional.empty());
      riders.forEach(rider -> ended.add(rider.ended(JobStatus.SUCCEEDED, sinceNanos)));
    } else if (run.filter(RanJob::failedByRun).isPresent()) {
      SharedRuns.end(c, ran, riders, JobStatus.FAILED, run.get().error());
      riders.forEach(rider -> ended.add(rider.ended(JobStatus.FAILED, sinceNanos)));
    } else {
      release(c, ran, riders);
    }
  }

  private void release(Connection c, UUID ran, List<Rider> riders) throws SQLException {
    Rider first = riders.get(0);
    List<Rider> others = riders.subList(1, riders.size());
    Rows.update(c, ReuseSql.RIDE_DELETE, first.id());
    Rows.update(c, ReuseSql.RELEASE, first.id());
    released.add(new JobReleased(new JobId(first.id()), first.caller()));
    if (!others.isEmpty()) {
      Rows.update(c, ReuseSql.RUN_SHARED, first.id());
      Rows.update(c, ReuseSql.RIDES_MOVE, first.id(), ran);
      Rows.update(c, ReuseSql.MOVE, first.id(), new Columns<>(c, others).uuids(Rider::id));
      others.forEach(rider -> changed.add(new JobChanged(new JobId(rider.id()))));
    }
  }
}
