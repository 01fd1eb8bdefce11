package org.meanwhile.representation;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import org.meanwhile.job.Job;
import org.meanwhile.job.Progress;

/**
 * The arithmetic of estimates.
 *
 * @param queuePosition from 1; empty when it is unknown
 * @param usualRun how long recent runs of the operation took on average; empty when there was none
 * @param slots how many jobs this node runs at a time
 */
record Forecast(Instant now, OptionalInt queuePosition, Optional<Duration> usualRun, int slots) {
  private static final long MIN_RETRY_SECONDS = 1;
  private static final long MAX_RETRY_SECONDS = 30;

  /** Below this fraction an extrapolation says nothing. */
  private static final double MIN_FRACTION = 0.01;

  Estimate estimate(Job job) {
    return switch (job.status()) {
      case WAITING ->
          new Estimate(queuePosition, usualRun.map(run -> now.plus(untilStart(job)).plus(run)));
      case RUNNING -> new Estimate(OptionalInt.empty(), untilEnd(job).map(now::plus));
      case SUCCEEDED, FAILED, CANCELED -> Estimate.NONE;
    };
  }

  /** Rounded up, from 1 to 30. */
  long retryAfterSeconds(Job job) {
    Duration expected =
        switch (job.status()) {
          case WAITING -> untilStart(job);
          // Without any knowledge: the longer a job has run, the longer it may go on.
          case RUNNING -> untilEnd(job).orElseGet(() -> elapsed(job).dividedBy(4));
          case SUCCEEDED, FAILED, CANCELED -> Duration.ZERO;
        };
    long seconds = (expected.toMillis() + 999) / 1000;
    return Math.min(MAX_RETRY_SECONDS, Math.max(MIN_RETRY_SECONDS, seconds));
  }

  private Duration untilStart(Job job) {
    Duration untilDue = Duration.between(now, job.runAt());
    Duration queue =
        usualRun
            .map(run -> run.multipliedBy(queuePosition.orElse(1)).dividedBy(slots))
            .orElse(Duration.ZERO);
    if (!untilDue.isNegative()) {
      return untilDue.plus(queue);
    }
    // The jobs that hold up the queue now may run longer than earlier ones did. So the estimate is
    // at least a quarter of the time that the job has waited already.
    Duration quarterWaited = untilDue.negated().dividedBy(4);
    return queue.compareTo(quarterWaited) > 0 ? queue : quarterWaited;
  }

  /** Empty when nothing is known, or the job has run for longer than usual. */
  private Optional<Duration> untilEnd(Job job) {
    Progress progress = job.progress();
    Duration elapsed = elapsed(job);
    if (progress.fraction() != null && progress.fraction() >= MIN_FRACTION) {
      double fraction = progress.fraction();
      return Optional.of(
          Duration.ofMillis((long) (elapsed.toMillis() * (1 - fraction) / fraction)));
    }
    return usualRun.map(run -> run.minus(elapsed)).filter(left -> !left.isNegative());
  }

  /** Never negative: the database's clock, which wrote the start, may be ahead of this node's. */
  private Duration elapsed(Job job) {
    Duration elapsed = Duration.between(job.startedAt().orElse(now), now);
    return elapsed.isNegative() ? Duration.ZERO : elapsed;
  }
}
