package org.meanwhile.job.read;

import org.meanwhile.job.read.JobQuery.Order;

/** By which index a search goes to its jobs, and in which order that index has them. */
enum SearchPath {
  /** By caller, the newest first; where updates touch every index, by the rows of requests. */
  REQUESTS(Order.CREATION),
  /** By what made them, the newest first. */
  ORIGIN(Order.CREATION),
  /** By their own columns: few jobs, which are sorted. */
  FEW(Order.CREATION),
  /** By caller and one ended status, the latest end first. */
  ENDS(Order.END);

  private final Order order;

  SearchPath(Order order) {
    this.order = order;
  }

  Order order() {
    return order;
  }

  /**
   * Whether jobs have to be looked at to see which match. Unfinished jobs are in indexes, and as
   * few as quotas let them be.
   */
  boolean isSearched(JobFilter filter) {
    return switch (this) {
      case FEW -> false;
      case REQUESTS ->
          !filter.isOfUnfinished()
              && (!filter.statuses().isEmpty()
                  || filter.finished().isBounded()
                  || hasOrigin(filter)
                  || filter.hasOtherConditions());
      case ORIGIN ->
          !filter.statuses().isEmpty()
              || filter.finished().isBounded()
              || filter.hasOtherConditions();
      case ENDS ->
          filter.created().before().isPresent() || hasOrigin(filter) || filter.hasOtherConditions();
    };
  }

  private static boolean hasOrigin(JobFilter filter) {
    return !filter.origin().equals(JobFilter.Origin.ANY);
  }
}
