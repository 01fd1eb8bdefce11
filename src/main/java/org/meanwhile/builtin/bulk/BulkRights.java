package org.meanwhile.builtin.bulk;

import java.util.Set;
import org.meanwhile.job.Job;
import org.meanwhile.job.JobId;
import org.meanwhile.platform.Scope;
import org.meanwhile.security.Identity;

/**
 * A bulk job, and what its caller may do.
 *
 * @param caller as it was when the job was created
 */
record BulkRights(JobId bulk, Identity caller) {
  static BulkRights of(Job bulk) {
    return new BulkRights(bulk.id(), Identity.of(bulk.caller(), bulk.origin().callerGroups()));
  }

  Scope scope() {
    return caller.scope();
  }

  /**
   * The rights of a new job of the same kind as an old one. That of somebody else gets no more than
   * the old one had.
   */
  Set<String> forRerunOf(Job job) {
    return job.origin().callerGroups().isEmpty() || !job.caller().equals(caller.name())
        ? job.origin().callerGroups()
        : caller.memberships();
  }
}
