package org.meanwhile.job.schedule;

import java.util.List;
import org.meanwhile.job.JobId;
import org.meanwhile.job.NewJob;
import org.meanwhile.platform.WebhookSecret;

/**
 * Makes a job of a schedule's request: what requests mean, and which operations there are, is known
 * above this room.
 */
@FunctionalInterface
public interface ScheduledJobs {

  /**
   * Validates the request as it is now, with the rights of the groups that its caller was in when
   * it put the schedule: which ones it is in now is known at its next request only.
   *
   * @throws RefusedFire when the request is not valid any more
   */
  NewJob make(Schedule schedule, List<WebhookSecret> secrets, JobId id) throws RefusedFire;
}
