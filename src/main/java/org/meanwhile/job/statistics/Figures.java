package org.meanwhile.job.statistics;

import java.time.Instant;
import java.util.List;

/**
 * How the jobs of an operation fared over time.
 *
 * @param at when this was read, by the database's clock
 * @param span how long each of the figures is
 * @param figures the earliest first; times without any are left out
 */
public record Figures(Instant at, Span span, List<Figure> figures) {

  /**
   * Within one minute or hour.
   *
   * @param all the slots of all nodes, and how long they were taken by whatever operation
   */
  public record Figure(Instant begin, Counts counts, Counts.Slots all) {}
}
