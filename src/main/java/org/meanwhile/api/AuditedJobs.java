package org.meanwhile.api;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import org.meanwhile.job.JobAccepted;
import org.meanwhile.security.Audit;

/**
 * Writes down who created a job: when it is stored, on the thread of the request that it came with,
 * and whichever way it came. A request that is repeated creates nothing.
 */
@ApplicationScoped
public class AuditedJobs {
  @Inject private Audit audit;

  void created(@Observes JobAccepted job) {
    audit.done(Audit.Event.CREATED, job.id());
  }
}
