package org.meanwhile.work;

/** Why a run is told to stop. */
enum StopReason {
  /** Its caller canceled the job. */
  CANCELED,
  /** Its caller suspended the job, and it has stored a checkpoint since or has not started. */
  SUSPENDED,
  /** It took longer than the job's timeout. */
  TIMED_OUT,
  /** The job's deadline has passed. */
  DEADLINE_PASSED,
  /** This node stops; another node will run the job. */
  NODE_STOPS,
  /** One of the operations on this node has called {@code System.exit}, and this may be its run. */
  OPERATION_EXITS,
  /** The job may belong to another node by now. */
  LEASE_LOST,
  /** It waited too long for a slot of this node. */
  NOT_STARTED
}
