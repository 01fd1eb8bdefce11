package org.meanwhile.job.statistics;

import java.time.Instant;
import java.util.List;

/**
 * All nodes and all jobs at one moment.
 *
 * @param at when it was read, to the minute
 * @param queues unfinished jobs, by operation
 * @param minutes the last hour; minutes without an event are left out
 * @param nodes those that are alive, or were seen within 15 minutes
 */
public record Overview(Instant at, List<Queue> queues, List<Minute> minutes, List<Node> nodes) {

  /**
   * Unfinished jobs of an operation.
   *
   * @param scheduled jobs that wait for their time, or for another attempt; waiting includes them
   */
  public record Queue(String operation, long waiting, long scheduled, long running) {}

  /** The counts of an operation within one minute. */
  public record Minute(Instant begin, String operation, Counts counts) {}

  /**
   * An incarnation of a node.
   *
   * @param roles separated by commas
   * @param slots the most jobs that it runs at a time; 0 without the role work
   * @param slotsHeld further slots, which runs hold that were cut off and have not returned
   */
  public record Node(
      String name,
      String roles,
      Instant startedAt,
      Instant seenAt,
      boolean alive,
      int slots,
      int slotsTaken,
      int slotsHeld) {}
}
