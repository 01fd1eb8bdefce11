package org.meanwhile.job.read;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * A page of the jobs that a filter finds.
 *
 * @param after the page begins behind this position, which is one of the same order
 * @param limit the most jobs of the page
 * @param counts whether the jobs of each status are counted as well
 */
public record JobQuery(
    JobFilter filter, Order order, Optional<Position> after, int limit, boolean counts) {

  /** How many jobs are looked at for one page, where no index knows which match. */
  public static final int MAX_SEARCHED = 10_000;

  /** The order of a list. */
  public enum Order {
    /** The newest first. */
    CREATION("createdAt"),
    /** The latest end first, of jobs that have ended. */
    END("finishedAt");

    private final String attribute;

    Order(String attribute) {
      this.attribute = attribute;
    }

    /** The time by which jobs are ordered; their ids decide where it is the same. */
    String attribute() {
      return attribute;
    }
  }

  /** The first page in the order of creation. */
  public static JobQuery of(JobFilter filter, int limit) {
    return new JobQuery(filter, Order.CREATION, Optional.empty(), limit, false);
  }

  /** The rest of the same list. */
  public JobQuery behind(Position position) {
    return new JobQuery(filter, order, Optional.of(position), limit, counts);
  }

  /** The same list with shorter pages. */
  JobQuery limitedTo(int jobs) {
    return new JobQuery(filter, order, after, jobs, counts);
  }

  JobQuery of(JobFilter other) {
    return new JobQuery(other, order, after, limit, counts);
  }

  /** The place of a job in the list; it does not move when jobs come and go. */
  public record Position(Instant time, UUID id) implements Comparable<Position> {

    /** As the database orders ids: by their bytes, without a sign. */
    @Override
    public int compareTo(Position other) {
      int byTime = time.compareTo(other.time);
      if (byTime != 0) {
        return byTime;
      }
      int byHigh =
          Long.compareUnsigned(id.getMostSignificantBits(), other.id.getMostSignificantBits());
      return byHigh != 0
          ? byHigh
          : Long.compareUnsigned(id.getLeastSignificantBits(), other.id.getLeastSignificantBits());
    }
  }
}
