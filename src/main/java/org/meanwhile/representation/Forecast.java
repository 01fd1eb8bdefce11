package org.meanwhile.representation;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.meanwhile.job.Job;
import org.meanwhile.job.estimate.QueueSnapshot;
import org.meanwhile.job.estimate.TimeLeft;

/**
 * What is told of a job that has not ended.
 *
 * @param now by the database's clock
 */
record Forecast(Instant now, QueueSnapshot queue) {
  private static final long MIN_RETRY_SECONDS = 1;
  private static final long MAX_RETRY_SECONDS = 30;

  /** Nobody knows when a job goes on that waits for its caller. */
  private static final Duration HELD = Duration.ofSeconds(MAX_RETRY_SECONDS);

  /** A nearer end of a running job is not told: it may be past when the answer arrives. */
  private static final Duration MIN_TOLD = Duration.ofSeconds(1);

  /** An earlier run that got further than this may have left a checkpoint that matters. */
  private static final double MATTERING_FRACTION = 0.2;

  Estimate estimate(Job job) {
    if (job.isSuspended()) {
      return Estimate.NONE;
    }
    return switch (job.status()) {
      case WAITING ->
          new Estimate(
              queue.position(job.ranAs()),
              untilStart(job)
                  .flatMap(start -> run(job).map(start::plus))
                  .filter(TimeLeft::isCredible)
                  .map(left -> endOf(job, left)));
      case RUNNING ->
          new Estimate(
              OptionalInt.empty(),
              Optional.of(queue.untilEnd(job, now))
                  .filter(TimeLeft::isCredible)
                  .map(left -> endOf(job, left))
                  .filter(end -> end.isAfter(now.plus(MIN_TOLD))));
      case SUCCEEDED, FAILED, CANCELED -> Estimate.NONE;
    };
  }

  /** Rounded up, from 1 to 30. */
  long retryAfterSeconds(Job job) {
    Duration expected =
        switch (job.status()) {
          case WAITING -> job.isSuspended() ? HELD : untilPoll(job);
          case RUNNING -> queue.untilEnd(job, now).atLeast();
          case SUCCEEDED, FAILED, CANCELED -> Duration.ZERO;
        };
    return retryAfterSeconds(job, expected);
  }

  /** The same for a job of which nobody knows when it will start. */
  long retryAfterSecondsOfHeld(Job job) {
    return retryAfterSeconds(job, Duration.ofSeconds(MAX_RETRY_SECONDS));
  }

  private long retryAfterSeconds(Job job, Duration expected) {
    long untilDeadline =
        job.deadline().map(end -> Duration.between(now, end).toMillis()).orElse(Long.MAX_VALUE);
    long seconds = (Math.min(untilDeadline, expected.toMillis()) + 999) / 1000;
    return Math.min(MAX_RETRY_SECONDS, Math.max(MIN_RETRY_SECONDS, seconds));
  }

  private Optional<TimeLeft> untilStart(Job job) {
    return queue.untilStart(job, now);
  }

  /**
   * How long its run will take. Empty when an earlier run of it got far: nobody knows whether the
   * next one goes on from there or begins anew.
   */
  private Optional<TimeLeft> run(Job job) {
    Double done = job.progress().fraction();
    return done != null && done > MATTERING_FRACTION
        ? Optional.empty()
        : queue.history(job.operation()).run();
  }

  /** No job goes on after its deadline. */
  private Instant endOf(Job job, TimeLeft left) {
    return Stream.of(Optional.of(now.plus(left.mean())), job.deadline())
        .flatMap(Optional::stream)
        .min(Instant::compareTo)
        .orElseThrow();
  }

  /**
   * What holds up the queue may take longer than it used to, so it is at least a quarter of the
   * time that the job has waited already.
   */
  private Duration untilPoll(Job job) {
    Duration untilDue = Duration.between(now, job.runAt());
    Duration start = untilStart(job).map(TimeLeft::atLeast).orElse(untilDue);
    Duration quarterWaited = untilDue.negated().dividedBy(4);
    return start.compareTo(quarterWaited) > 0 ? start : quarterWaited;
  }
}
