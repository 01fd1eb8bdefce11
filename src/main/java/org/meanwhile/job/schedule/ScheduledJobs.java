package org.meanwhile.job.schedule;

import java.util.List;
import java.util.function.Supplier;
import org.meanwhile.job.JobId;
import org.meanwhile.job.RequestIdentity;
import org.meanwhile.job.submit.Submission;
import org.meanwhile.platform.WebhookSecret;

/**
 * Makes a job of a schedule's request: what requests mean, and which operations there are, is known
 * above this room.
 */
@FunctionalInterface
public interface ScheduledJobs {

  /**
   * A valid job, or group of jobs, that is not stored yet.
   *
   * @param store stores it
   */
  record MadeJob(RequestIdentity identity, Supplier<Submission> store) {}

  /**
   * Validates the request as it is now, with the rights of the groups that its caller was in when
   * it put the schedule: which ones it is in now is known at its next request only.
   *
   * @throws RefusedFire when the request is not valid any more
   */
  MadeJob make(Schedule schedule, List<WebhookSecret> secrets, JobId id) throws RefusedFire;
}
