package org.meanwhile.job.estimate;

import java.time.Duration;

/**
 * A time that is not known exactly, from now on.
 *
 * @param millis the mean, 0 or more
 * @param deviationMillis the standard deviation; infinite when the mean is no more than a guess
 */
public record TimeLeft(double millis, double deviationMillis) {
  /** It is over. */
  public static final TimeLeft NONE = new TimeLeft(0, 0);

  /**
   * An estimate is told while its deviation is at most this part of it. At 0.35, 54 % of what was
   * asked in {@code EstimatesAgainstWhatHappenedTest} was told. At 1, runs of very different
   * lengths were told twice as often, and the worst tenth of that was off by 131 %, rather than by
   * 74 %; at 0.15 hardly anything but constant work was told.
   */
  private static final double MAX_RELATIVE_DEVIATION = 0.35;

  /** A smaller deviation never matters: it is what polling costs. */
  private static final double SMALL_DEVIATION_MILLIS = 500;

  private static final double MAX_MILLIS = Duration.ofDays(3650).toMillis();

  public TimeLeft {
    millis = Math.min(MAX_MILLIS, Math.max(0, millis));
  }

  /** A time of which nothing is known but how long it may be at a guess. */
  static TimeLeft guess(double millis) {
    return new TimeLeft(millis, Double.POSITIVE_INFINITY);
  }

  /** One after the other: independent deviations add up by their squares. */
  public TimeLeft plus(TimeLeft other) {
    return new TimeLeft(millis + other.millis, Math.hypot(deviationMillis, other.deviationMillis));
  }

  /** Whichever comes later; a guess when either is one. */
  TimeLeft orLater(TimeLeft other) {
    TimeLeft later = other.millis > millis ? other : this;
    return isGuess() || other.isGuess() ? guess(later.millis) : later;
  }

  /** The same time, off by this part of it more. */
  TimeLeft wider(double part) {
    return new TimeLeft(millis, Math.hypot(deviationMillis, millis * part));
  }

  boolean isGuess() {
    return Double.isInfinite(deviationMillis);
  }

  /** The same end, seen from later. */
  public TimeLeft after(Duration time) {
    return new TimeLeft(millis - time.toMillis(), deviationMillis);
  }

  /** Whether it may be told. */
  public boolean isCredible() {
    return deviationMillis <= Math.max(SMALL_DEVIATION_MILLIS, millis * MAX_RELATIVE_DEVIATION);
  }

  public Duration mean() {
    return Duration.ofMillis((long) millis);
  }

  /** What it takes at least, most likely; the mean when that is a guess. */
  public Duration atLeast() {
    return isGuess() ? mean() : Duration.ofMillis((long) Math.max(0, millis - deviationMillis));
  }
}
