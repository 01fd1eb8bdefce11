package org.meanwhile.job.estimate;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;
import org.meanwhile.job.Job;
import org.meanwhile.job.Pace;
import org.meanwhile.job.Progress;

/**
 * What tells when a run will end.
 *
 * @param lost whether its node is not alive
 * @param endsBy its timeout or the job's deadline, whichever is first; empty without either
 */
public record RunningJob(
    Instant startedAt,
    Progress progress,
    Optional<Pace> pace,
    boolean cancelRequested,
    boolean lost,
    Optional<Instant> endsBy) {

  /** A run that was told to stop mostly does so at once. */
  private static final double STOPPING_MILLIS = 1000;

  /** The longer something has gone on, the longer it may go on. */
  private static final double GUESSED_PART = 0.25;

  /** A pace holds on the whole, but not exactly. */
  private static final double PACE_DEVIATION = 0.15;

  /** Progress that stood still for so many times its usual gap, and as long again, is no pace. */
  private static final int PATIENCE_GAPS = 3;

  /** Progress is stored every half second, and a node may be busy. */
  private static final Duration PATIENCE = Duration.ofSeconds(3);

  /** A running job as clients see it. */
  public static RunningJob of(Job job, boolean lost) {
    Instant startedAt = job.startedAt().orElseThrow();
    Optional<Instant> endsBy =
        Stream.of(Optional.of(startedAt.plus(job.timeout())), job.deadline())
            .flatMap(Optional::stream)
            .min(Instant::compareTo);
    return new RunningJob(
        startedAt, job.progress(), job.pace(), job.cancelRequested(), lost, endsBy);
  }

  /**
   * The time until its end.
   *
   * @param now by the database's clock
   */
  public TimeLeft left(RunHistory history, Instant now) {
    double elapsed = Math.max(0, Duration.between(startedAt, now).toMillis());
    if (cancelRequested) {
      return TimeLeft.guess(STOPPING_MILLIS);
    }
    if (lost) {
      return TimeLeft.guess(elapsed * GUESSED_PART);
    }
    TimeLeft left = pace.map(p -> byPace(p, now)).orElseGet(() -> byHistory(history, elapsed));
    return endsBy.map(end -> capped(left, end, now)).orElse(left);
  }

  /** Its time is up before its work is done. */
  private static TimeLeft capped(TimeLeft left, Instant end, Instant now) {
    double most = Math.max(0, Duration.between(now, end).toMillis());
    if (left.millis() <= most) {
      return left;
    }
    return left.isCredible() ? new TimeLeft(most, 0) : TimeLeft.guess(most);
  }

  private TimeLeft byPace(Pace pace, Instant now) {
    Duration still = Duration.between(pace.movedAt(), now);
    double stillMillis = Math.max(0, still.toMillis());
    double workMillis = (progress.total() - progress.done()) / pace.perSecond() * 1000;
    double left = workMillis - stillMillis;
    Duration patience = pace.usualGap().multipliedBy(PATIENCE_GAPS).plus(PATIENCE);
    if (still.compareTo(patience) > 0 || left < -PATIENCE.toMillis()) {
      return TimeLeft.guess(stillMillis * GUESSED_PART);
    }
    return new TimeLeft(left, workMillis * PACE_DEVIATION);
  }

  /**
   * Progress without a pace is that of a run which has just begun: where it went on from a
   * checkpoint, only the rest of a usual run is left. When it has lasted as long as the usual run
   * by then, past runs tell nothing of it.
   */
  private TimeLeft byHistory(RunHistory history, double elapsed) {
    Double fraction = progress.fraction();
    boolean unusual =
        fraction != null && history.run().filter(usual -> usual.millis() <= elapsed).isPresent();
    double share = fraction == null ? 1 : 1 - fraction;
    return Optional.of(Duration.ofMillis((long) elapsed))
        .filter(lasted -> !unusual)
        .flatMap(lasted -> history.leftAfter(lasted, share))
        .orElseGet(() -> TimeLeft.guess(elapsed * GUESSED_PART));
  }
}
