package org.meanwhile.work;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import jakarta.inject.Inject;
import org.meanwhile.job.JobAccepted;
import org.meanwhile.job.JobCancelRequested;
import org.meanwhile.job.JobEdited;
import org.meanwhile.job.JobsAccepted;
import org.meanwhile.platform.Role;
import org.meanwhile.platform.Settings;

/**
 * Acts at once on events of this node, rather than at the next poll. Any of them may be lost; the
 * poll of the {@link Claimer} finds the same in the database.
 */
@ApplicationScoped
public class LocalHints {
  @Inject private ClaimSignals signals;
  @Inject private RunRegistry registry;
  @Inject private Settings settings;

  void accepted(@Observes(during = TransactionPhase.AFTER_SUCCESS) JobAccepted job) {
    // On a node without the role nothing takes the callers out again.
    if (settings.plays(Role.WORK) && !job.scheduled()) {
      signals.jobAccepted(job.caller());
    }
  }

  void accepted(@Observes(during = TransactionPhase.AFTER_SUCCESS) JobsAccepted jobs) {
    if (settings.plays(Role.WORK) && jobs.due()) {
      signals.jobAccepted(jobs.caller());
    }
  }

  void edited(@Observes(during = TransactionPhase.AFTER_SUCCESS) JobEdited job) {
    if (settings.plays(Role.WORK) && job.due()) {
      signals.jobAccepted(job.caller());
    }
    job.run().ifPresent(limits -> registry.limit(lease -> lease.job().equals(job.id()), limits));
  }

  void cancelRequested(@Observes(during = TransactionPhase.AFTER_SUCCESS) JobCancelRequested job) {
    registry.stop(lease -> lease.job().equals(job.id()), StopReason.CANCELED);
  }
}
