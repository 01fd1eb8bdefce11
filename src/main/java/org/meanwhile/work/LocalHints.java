package org.meanwhile.work;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import jakarta.inject.Inject;
import org.meanwhile.job.JobAccepted;
import org.meanwhile.job.JobCancelRequested;
import org.meanwhile.platform.Role;
import org.meanwhile.platform.Settings;

/** What this node hears of at once, rather than by its next sweep. Each may be lost. */
@ApplicationScoped
public class LocalHints {
  @Inject private JobExecutor workshop;
  @Inject private Settings settings;

  void accepted(@Observes(during = TransactionPhase.AFTER_SUCCESS) JobAccepted job) {
    // Without the role nobody sleeps, and wake-ups would be counted for ever.
    if (settings.plays(Role.WORK) && !job.scheduled()) {
      workshop.hint(job.caller());
    }
  }

  void cancelRequested(@Observes(during = TransactionPhase.AFTER_SUCCESS) JobCancelRequested job) {
    workshop.runs().stream()
        .filter(run -> run.lease().job().equals(job.id()))
        .forEach(run -> run.stop(StopReason.CANCELED));
  }
}
