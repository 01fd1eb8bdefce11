package org.meanwhile.job;

import java.util.Map;

/** How many jobs have each status. */
public record StatusCounts(Map<JobStatus, Count> byStatus) {

  /**
   * A number of jobs.
   *
   * @param more whether there are, or may be, more than those: counting has ended there
   */
  public record Count(long jobs, boolean more) {
    public static final Count NONE = new Count(0, false);
  }

  public Count of(JobStatus status) {
    return byStatus.getOrDefault(status, Count.NONE);
  }
}
