package org.meanwhile.job.estimate;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.meanwhile.job.Progress;
import org.meanwhile.job.Speed;

/**
 * Measures how fast a run makes progress, from what it reports. It begins at the run's start, or,
 * where the run may have gone on from a checkpoint, at its first report: the checkpoint's share is
 * not this run's doing. For one thread at a time.
 *
 * <p>Recent progress weighs more, because the rate of much work changes with what it comes upon;
 * how recent grows with the run, so that a step of an hour and one of a second are treated alike.
 */
public final class ProgressMeter {
  /**
   * The last third of a run weighs most. A fifth follows work that slows down sooner (off by 7 % in
   * the median, where a third is off by 16 %), and is misled by steps of very different lengths (23
   * %, where a third is off by 18 %); so in {@code EstimatesAgainstWhatHappenedTest}.
   */
  private static final double RECENT_PART = 1.0 / 3;

  /** When the recent rate is so many times the mean one, or the reverse, none is told. */
  private static final double UNSTEADY = 3;

  /** Either is enough to tell: so many reports, */
  private static final int MIN_MOVES = 4;

  /** Or so much of the whole. */
  private static final double MIN_GAINED = 0.05;

  private boolean based;
  private String unit;
  private long baseNanos;
  private long baseDone;
  private long lastNanos;
  private long lastDone;
  private long gapNanos;
  private int moves;
  private double perSecond;

  /**
   * @param resumed whether the run may have gone on from a checkpoint
   */
  public ProgressMeter(boolean resumed, long startNanos) {
    this.baseNanos = startNanos;
    this.lastNanos = startNanos;
    this.based = !resumed;
  }

  /** The next report; empty when it does not tell the speed. */
  public Optional<Speed> report(Progress progress, long nanos) {
    if (progress.done() == null) {
      return Optional.empty();
    }
    long done = progress.done();
    boolean anotherPhase = done < lastDone || moves > 0 && !Objects.equals(unit, progress.unit());
    unit = progress.unit();
    if (!based || anotherPhase) {
      begin(done, nanos);
    } else if (done > lastDone) {
      move(done, nanos);
    }
    return speed(progress);
  }

  private void begin(long done, long nanos) {
    based = true;
    baseNanos = nanos;
    baseDone = done;
    lastNanos = nanos;
    lastDone = done;
    moves = 0;
  }

  private void move(long done, long nanos) {
    double seconds = seconds(Math.max(1, nanos - lastNanos));
    double rate = (done - lastDone) / seconds;
    double recent = seconds(nanos - baseNanos) * RECENT_PART;
    double weight = moves == 0 ? 1 : 1 - Math.exp(-seconds / recent);
    perSecond += weight * (rate - perSecond);
    gapNanos = Math.max(gapNanos, nanos - lastNanos);
    lastNanos = nanos;
    lastDone = done;
    moves++;
  }

  private Optional<Speed> speed(Progress progress) {
    if (progress.total() == null || moves == 0) {
      return Optional.empty();
    }
    long gained = lastDone - baseDone;
    double mean = gained / seconds(Math.max(1, lastNanos - baseNanos));
    boolean known = moves >= MIN_MOVES || gained >= progress.total() * MIN_GAINED;
    boolean steady = perSecond < mean * UNSTEADY && mean < perSecond * UNSTEADY;
    return known && steady
        ? Optional.of(new Speed(perSecond, Duration.ofNanos(gapNanos)))
        : Optional.empty();
  }

  private static double seconds(long nanos) {
    return (double) nanos / TimeUnit.SECONDS.toNanos(1);
  }
}
