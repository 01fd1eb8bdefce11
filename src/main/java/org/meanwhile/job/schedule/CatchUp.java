package org.meanwhile.job.schedule;

/** What becomes of fires that no node was there for. */
public enum CatchUp {
  /** The latest of them makes its job. */
  ONE,
  /** None makes a job. */
  NONE
}
