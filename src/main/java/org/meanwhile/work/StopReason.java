package org.meanwhile.work;

/** Why a run is told to stop. */
enum StopReason {
  /** Its caller wants it no longer. */
  CANCELED,
  /** It took longer than it may. */
  TIMED_OUT,
  /** This node stops; another will run the job. */
  NODE_STOPS,
  /** The job is no longer this node's. */
  LEASE_LOST,
  /** It was claimed for a slot that did not become free. */
  NOT_BEGUN
}
