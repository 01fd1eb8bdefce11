package org.meanwhile.job.run;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import org.meanwhile.database.Rows;
import org.meanwhile.job.JobError;
import org.meanwhile.job.JobStatus;
import org.meanwhile.job.Lease;

/** Jobs that have taken down so many nodes that they must not run again. */
final class Poison {
  private Poison() {}

  /**
   * The error of a job whose node is dead.
   *
   * @param crashesBefore how many nodes it took down before this one
   * @param maxCrashes at how many it fails
   * @return empty when the job may run again
   */
  static Optional<JobError> error(int crashesBefore, int maxCrashes) {
    int crashes = crashesBefore + 1;
    return crashes >= maxCrashes
        ? Optional.of(new JobError(500, "poison", "it took its node down " + crashes + " times"))
        : Optional.empty();
  }

  private static JobError ofWorkers(JobError error) {
    return new JobError(error.status(), error.code(), "its workers were lost, one after the other");
  }

  /** The end of a job whose own node reports the crash; empty when the job may run again. */
  static Optional<TerminalUpdate> end(Connection c, Completion completion) throws SQLException {
    if (!(completion.result() instanceof RunResult.Crashed crash)) {
      return Optional.empty();
    }
    Lease lease = completion.lease();
    return Rows.query(
            c,
            RunSql.CRASHES_OF_LEASE,
            row -> row.getInt(1),
            lease.job().value(),
            lease.node(),
            lease.claim())
        .stream()
        .findFirst()
        .flatMap(crashes -> error(crashes, crash.maxCrashes()))
        .map(error -> Lease.WORKERS.equals(lease.node()) ? ofWorkers(error) : error)
        .map(
            error ->
                new TerminalUpdate(
                    lease, JobStatus.FAILED, completion.progress(), Optional.of(error)));
  }
}
