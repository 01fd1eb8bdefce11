package org.meanwhile.work;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import jakarta.inject.Inject;
import org.meanwhile.job.JobAccepted;
import org.meanwhile.job.JobCancelRequested;

/** What this node hears of at once, rather than by its next sweep. Each may be lost. */
@ApplicationScoped
public class Hints {
  @Inject private Workshop workshop;

  void accepted(@Observes(during = TransactionPhase.AFTER_SUCCESS) JobAccepted job) {
    workshop.wake();
  }

  void cancelRequested(@Observes(during = TransactionPhase.AFTER_SUCCESS) JobCancelRequested job) {
    workshop.runs().stream()
        .filter(run -> run.lease().job().equals(job.id()))
        .forEach(run -> run.stop(Stop.CANCELED));
  }
}
