package org.meanwhile.job;

import java.util.Optional;

/**
 * Event: a caller changed a job. Nothing is fired for a change that was none. A hint for nodes.
 *
 * @param due whether the job now waits for a slot
 * @param run what now bounds its run; empty unless it runs
 */
public record JobEdited(JobId id, String caller, Kind kind, boolean due, Optional<RunLimits> run) {

  /** What the change is called. */
  public enum Kind {
    SUSPENDED,
    RESUMED,
    /** Anything else. */
    CHANGED
  }
}
