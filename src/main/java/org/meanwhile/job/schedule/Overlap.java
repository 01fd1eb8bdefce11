package org.meanwhile.job.schedule;

/** What a fire does while an earlier job of its schedule has not ended. */
public enum Overlap {
  /** It makes no job. */
  SKIP,
  /** It makes its job, which waits for its turn like any other. */
  QUEUE,
  /** It cancels the earlier jobs and makes its own. */
  CANCEL
}
