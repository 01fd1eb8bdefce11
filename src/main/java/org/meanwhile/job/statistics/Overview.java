package org.meanwhile.job.statistics;

import java.time.Instant;
import java.util.List;

/**
 * All nodes and all jobs at a glance, as of a few seconds ago.
 *
 * @param at when it was read, to the minute
 * @param queues what has not ended, by operation
 * @param minutes what happened within the last hour; minutes in which nothing did are left out
 * @param nodes that live, or went lately
 */
public record Overview(Instant at, List<Queue> queues, List<Minute> minutes, List<Node> nodes) {

  /**
   * Unfinished jobs of an operation.
   *
   * @param scheduled those that wait for their time, or for another attempt; they count as waiting
   */
  public record Queue(String operation, long waiting, long scheduled, long running) {}

  /** What happened to jobs of an operation within a minute. */
  public record Minute(Instant begin, String operation, OperationCounters.Tally tally) {}

  /**
   * A node in one of its lives.
   *
   * @param roles with commas between
   * @param slots how many jobs it runs at a time; 0 when work is no role of it
   */
  public record Node(
      String name,
      String roles,
      Instant startedAt,
      Instant seenAt,
      boolean alive,
      int slots,
      int slotsTaken) {}
}
