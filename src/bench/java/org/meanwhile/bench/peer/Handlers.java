package org.meanwhile.bench.peer;

/**
 * The handlers of a peer's jobs.
 *
 * @param workers how many run at a time
 * @param millis how long each sleeps; 0 for not at all
 */
public record Handlers(int workers, int millis) {
  /** Runs jobs that do nothing, with one worker for each slot of the node. */
  public static final Handlers IDLE = new Handlers(20, 0);
}
