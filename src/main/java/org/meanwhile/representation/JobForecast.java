package org.meanwhile.representation;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import org.meanwhile.job.Job;
import org.meanwhile.job.JobSettings;
import org.meanwhile.job.Progress;
import org.meanwhile.job.read.QueueEstimates;
import org.meanwhile.platform.Settings;

/**
 * What a client may expect of a job that has not ended: its place in the queue, when it may end,
 * and when to ask again. Guesses, all of them; the clocks of database and node may differ a little
 * besides.
 */
@ApplicationScoped
public class JobForecast {
  private static final long LEAST_SECONDS = 1;
  private static final long MOST_SECONDS = 30;

  /** An extrapolation from less than this is worth nothing. */
  private static final double LEAST_FRACTION = 0.01;

  @Inject private QueueEstimates estimates;
  @Inject private Settings settings;
  @Inject private Clock clock;

  /** What may be expected; either may be unknown. */
  public record Estimate(OptionalInt queuePosition, Optional<Instant> finishAt) {
    static final Estimate NONE = new Estimate(OptionalInt.empty(), Optional.empty());
  }

  /** What may be expected of a job. */
  public Estimate of(Job job) {
    return switch (job.status()) {
      case WAITING -> {
        OptionalInt position = estimates.queuePosition(job.id());
        Optional<Duration> run = estimates.usualRun(job.operation());
        yield new Estimate(
            position, run.map(usual -> clock.instant().plus(wait(job, position)).plus(usual)));
      }
      case RUNNING -> new Estimate(OptionalInt.empty(), left(job).map(clock.instant()::plus));
      case SUCCEEDED, FAILED, CANCELED -> Estimate.NONE;
    };
  }

  /** Seconds after which asking again is worth it, from 1 to 30. */
  public long retryAfterSeconds(Job job) {
    Duration likely =
        switch (job.status()) {
          case WAITING -> wait(job, estimates.queuePosition(job.id()));
          // Nothing is known: the longer it has run, the longer it may still run.
          case RUNNING -> left(job).orElseGet(() -> elapsed(job).dividedBy(4));
          case SUCCEEDED, FAILED, CANCELED -> Duration.ZERO;
        };
    long seconds = (likely.toMillis() + 999) / 1000;
    return Math.min(MOST_SECONDS, Math.max(LEAST_SECONDS, seconds));
  }

  private Duration wait(Job job, OptionalInt position) {
    Duration untilDue = Duration.between(clock.instant(), job.runAt());
    Duration queue =
        estimates
            .usualRun(job.operation())
            .map(
                usual ->
                    usual
                        .multipliedBy(position.orElse(1))
                        .dividedBy(settings.get(JobSettings.SLOTS)))
            .orElse(Duration.ZERO);
    if (!untilDue.isNegative()) {
      return untilDue.plus(queue);
    }
    // Past runs may say little of those that hold the queue up now: waiting tells as well.
    Duration waited = untilDue.negated().dividedBy(4);
    return queue.compareTo(waited) > 0 ? queue : waited;
  }

  private Optional<Duration> left(Job job) {
    Progress progress = job.progress();
    Duration elapsed = elapsed(job);
    if (progress.fraction() != null && progress.fraction() >= LEAST_FRACTION) {
      double fraction = progress.fraction();
      return Optional.of(
          Duration.ofMillis((long) (elapsed.toMillis() * (1 - fraction) / fraction)));
    }
    return estimates
        .usualRun(job.operation())
        .map(usual -> usual.minus(elapsed))
        .filter(left -> !left.isNegative());
  }

  private Duration elapsed(Job job) {
    Duration elapsed = Duration.between(job.startedAt().orElse(clock.instant()), clock.instant());
    return elapsed.isNegative() ? Duration.ZERO : elapsed;
  }
}
