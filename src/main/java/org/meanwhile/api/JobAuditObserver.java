package org.meanwhile.api;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import jakarta.inject.Inject;
import org.meanwhile.job.JobAccepted;
import org.meanwhile.job.JobEdited;
import org.meanwhile.job.JobHidden;
import org.meanwhile.job.JobRemoved;
import org.meanwhile.job.OutputDeleted;
import org.meanwhile.job.Reused;
import org.meanwhile.security.Audit;

/**
 * Writes an audit record when a job was created, changed, canceled or deleted, after the change is
 * stored. The events are fired on the thread of the request, so that the audit knows the caller. A
 * repeated request changes nothing and has no record. A request for a job that its caller may not
 * see has one, although it is answered as a request for a job that does not exist.
 */
@ApplicationScoped
public class JobAuditObserver {
  @Inject private Audit audit;

  void created(@Observes JobAccepted event) {
    audit.created(event.id(), event.reused().map(Reused::of).orElse(null));
  }

  void edited(@Observes(during = TransactionPhase.AFTER_SUCCESS) JobEdited event) {
    audit.done(
        switch (event.kind()) {
          case SUSPENDED -> Audit.Event.SUSPENDED;
          case RESUMED -> Audit.Event.RESUMED;
          case CHANGED -> Audit.Event.CHANGED;
        },
        event.id());
  }

  void removed(@Observes(during = TransactionPhase.AFTER_SUCCESS) JobRemoved event) {
    audit.done(event.canceled() ? Audit.Event.CANCELED : Audit.Event.DELETED, event.id());
  }

  void outputDeleted(@Observes(during = TransactionPhase.AFTER_SUCCESS) OutputDeleted event) {
    audit.done(Audit.Event.OUTPUT_DELETED, event.job());
  }

  /** Not stored, so not in a transaction: somebody looked for what is not theirs. */
  void hidden(@Observes JobHidden event) {
    audit.hidden(event.id());
  }
}
