package org.meanwhile.api;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import jakarta.inject.Inject;
import org.meanwhile.job.JobAccepted;
import org.meanwhile.job.JobRemoved;
import org.meanwhile.job.OutputDeleted;
import org.meanwhile.security.Audit;

/**
 * Writes down who created, canceled or deleted: when that is stored, on the thread of the request
 * that it came with, and whichever way it came. A request that is repeated does nothing.
 */
@ApplicationScoped
public class JobAuditObserver {
  @Inject private Audit audit;

  void created(@Observes JobAccepted job) {
    audit.done(Audit.Event.CREATED, job.id());
  }

  void removed(@Observes(during = TransactionPhase.AFTER_SUCCESS) JobRemoved job) {
    audit.done(job.canceled() ? Audit.Event.CANCELED : Audit.Event.DELETED, job.id());
  }

  void outputDeleted(@Observes(during = TransactionPhase.AFTER_SUCCESS) OutputDeleted output) {
    audit.done(Audit.Event.OUTPUT_DELETED, output.job());
  }
}
