package org.meanwhile.bench.peer;

/**
 * The handlers of a peer's jobs.
 *
 * @param workers how many run at a time
 * @param millis how long each sleeps; 0 for not at all
 */
public record Handlers(int workers, int millis) {
  /** As many workers as the node has slots, with jobs that do nothing. */
  public static final Handlers IDLE = new Handlers(20, 0);
}
