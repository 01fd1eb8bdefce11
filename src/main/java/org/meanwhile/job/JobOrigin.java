package org.meanwhile.job;

import java.util.Optional;

/**
 * What made a job, beside the request of its caller.
 *
 * @param rerunOf the ended job that this one runs again
 * @param group the job whose operation has made this one
 * @param schedule the name of the caller's schedule that has fired
 */
public record JobOrigin(Optional<JobId> rerunOf, Optional<JobId> group, Optional<String> schedule) {
  /** A request for a single job. */
  public static final JobOrigin REQUEST =
      new JobOrigin(Optional.empty(), Optional.empty(), Optional.empty());

  public static JobOrigin rerunOf(JobId job) {
    return new JobOrigin(Optional.of(job), Optional.empty(), Optional.empty());
  }

  public static JobOrigin schedule(String name) {
    return new JobOrigin(Optional.empty(), Optional.empty(), Optional.of(name));
  }

  public JobOrigin in(JobId newGroup) {
    return new JobOrigin(rerunOf, Optional.of(newGroup), schedule);
  }
}
