package org.meanwhile.job.statistics;

/**
 * What happened to the jobs of an operation within some time.
 *
 * @param made jobs that were stored
 * @param waits of runs that began: how long their jobs had been due
 * @param runs those that ended, with whatever result
 * @param ended jobs that ended, by their status
 */
public record Counts(long made, Times waits, Times runs, Ended ended, Slots slots) {
  static final Counts NONE = new Counts(0, Times.NONE, Times.NONE, Ended.NONE, Slots.NONE);

  /** So many times, which are so long together. */
  public record Times(long count, long totalMillis, TimeHistogram histogram) {
    static final Times NONE = new Times(0, 0, TimeHistogram.EMPTY);

    Times plus(Times other) {
      return new Times(
          count + other.count, totalMillis + other.totalMillis, histogram.plus(other.histogram));
    }
  }

  public record Ended(long succeeded, long failed, long canceled) {
    static final Ended NONE = new Ended(0, 0, 0);

    Ended plus(Ended other) {
      return new Ended(
          succeeded + other.succeeded, failed + other.failed, canceled + other.canceled);
    }
  }

  /**
   * How long slots were taken, each by itself: two slots for a second are 2000 ms.
   *
   * @param thereMillis how long there were slots; told of all operations together only
   */
  public record Slots(long takenMillis, long thereMillis) {
    static final Slots NONE = new Slots(0, 0);

    Slots plus(Slots other) {
      return new Slots(takenMillis + other.takenMillis, thereMillis + other.thereMillis);
    }
  }

  Counts plus(Counts other) {
    return new Counts(
        made + other.made,
        waits.plus(other.waits),
        runs.plus(other.runs),
        ended.plus(other.ended),
        slots.plus(other.slots));
  }

  /** All of them together. */
  static Counts ofSlots(Slots slots) {
    return new Counts(0, Times.NONE, Times.NONE, Ended.NONE, slots);
  }
}
