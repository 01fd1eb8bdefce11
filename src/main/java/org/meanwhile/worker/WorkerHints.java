package org.meanwhile.worker;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import jakarta.inject.Inject;
import org.meanwhile.job.JobAccepted;
import org.meanwhile.job.JobEdited;
import org.meanwhile.job.JobReleased;
import org.meanwhile.job.JobsAccepted;

/**
 * Claims for workers at once when this node hears of a job, rather than at the next poll. Any event
 * may be lost; the poll of the {@link WorkerClaimer} finds the same in the database.
 */
@ApplicationScoped
public class WorkerHints {
  @Inject private WorkerClaimer claimer;

  void accepted(@Observes(during = TransactionPhase.AFTER_SUCCESS) JobAccepted job) {
    if (!job.scheduled()) {
      claimer.jobAccepted(job.caller());
    }
  }

  void accepted(@Observes(during = TransactionPhase.AFTER_SUCCESS) JobsAccepted jobs) {
    if (jobs.due()) {
      claimer.jobAccepted(jobs.caller());
    }
  }

  void released(@Observes(during = TransactionPhase.AFTER_SUCCESS) JobReleased job) {
    claimer.jobAccepted(job.caller());
  }

  void edited(@Observes(during = TransactionPhase.AFTER_SUCCESS) JobEdited job) {
    if (job.due()) {
      claimer.jobAccepted(job.caller());
    }
  }
}
