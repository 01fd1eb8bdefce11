package org.meanwhile.job.change;

import jakarta.enterprise.event.Event;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.meanwhile.database.Rows;
import org.meanwhile.job.Job;
import org.meanwhile.job.JobChanged;
import org.meanwhile.job.JobId;
import org.meanwhile.job.JobStatus;
import org.meanwhile.job.JobView;
import org.meanwhile.job.Output;
import org.meanwhile.platform.Scope;

/** Finds jobs in order to change them, within the transaction of its user. */
record LockedJobs(EntityManager entities, Event<JobChanged> changed) {
  private static final String FIND =
      """
      SELECT j, CASE WHEN j.expiresAt <= CURRENT_TIMESTAMP THEN 1 ELSE 0 END
        FROM Job j
       WHERE j.id = :id AND (j.goneAt IS NULL OR j.goneAt > CURRENT_TIMESTAMP)
      """;

  /**
   * Locks the job's row, which orders this transaction among those of nodes; what is read under the
   * lock is the latest. Fires {@link JobChanged}, because whoever locks a job changes it.
   *
   * @return empty when there is no such job in the scope
   */
  Optional<JobView> lock(JobId id, Scope scope) {
    Job job = entities.find(Job.class, id.value(), LockModeType.PESSIMISTIC_WRITE);
    changed.fire(new JobChanged(id));
    return job == null ? Optional.empty() : find(id, scope);
  }

  private Optional<JobView> find(JobId id, Scope scope) {
    List<Object[]> rows =
        entities.createQuery(FIND, Object[].class).setParameter("id", id.value()).getResultList();
    return rows.stream()
        .filter(row -> scope.includes(((Job) row[0]).caller()))
        .map(row -> view((Job) row[0], ((Number) row[1]).intValue() == 1))
        .findFirst();
  }

  /** Reads an output only of a job that succeeded: no other job has one. */
  private JobView view(Job job, boolean expired) {
    Output output =
        job.status() == JobStatus.SUCCEEDED ? entities.find(Output.class, job.id().value()) : null;
    return new JobView(job, Optional.ofNullable(output), expired);
  }

  /** The time of the transaction, by the database's clock. */
  Instant now() {
    return Rows.instant(entities.createNativeQuery("SELECT CURRENT_TIMESTAMP").getSingleResult());
  }
}
