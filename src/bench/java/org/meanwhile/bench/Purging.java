package org.meanwhile.bench;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.meanwhile.bench.server.Wait;

/**
 * Measures how fast expired jobs are purged with their outputs while other jobs are submitted, how
 * long any session waits for a lock meanwhile, and the live heap.
 */
final class Purging implements Measurement {
  private static final int MEGABYTE = 1_000_000;
  private static final int EXPIRED_PER_SECOND = 10_000;
  private static final int SAMPLES_PER_HEAP_SAMPLE = 1_000;
  private static final Duration PAUSE = Duration.ofMillis(20);
  private static final Duration LEAD_TIME = Duration.ofSeconds(20);

  /** A lock wait of this length is sampled several times, so none is missed. */
  private static final double MAX_LOCK_WAIT_MILLIS = 100;

  private static final String SUBMIT =
      "{\"operation\":\"simulate\",\"input\":{\"outputBytes\":1000}}";

  @Override
  public List<Figure> measure(Stage stage) {
    int jobs = Sizes.retainedJobs();
    stage.jobs().clear();
    UUID ended = stage.node().runToSuccess(SUBMIT, Duration.ofSeconds(30));
    stage.jobs().multiply(ended, jobs, "local", null);
    Instant due = stage.jobs().now().plusSeconds(jobs / EXPIRED_PER_SECOND).plus(LEAD_TIME);
    stage.jobs().expireAt(due);
    stage.database().settle();
    Samples heap = new Samples().add(liveMegabytes(stage));
    if (stage.jobs().now().isAfter(due)) {
      throw new IllegalStateException("the jobs expired before all of them were stored");
    }
    Wait.pause(Duration.between(stage.jobs().now(), due));

    Samples lockWaits = new Samples();
    String waitingJob = Backlog.waiting("{}");
    for (int sample = 1; stage.jobs().areExpired(due); sample++) {
      stage.node().submit(waitingJob);
      lockWaits.add(stage.jobs().longestLockWaitMillis());
      if (sample % SAMPLES_PER_HEAP_SAMPLE == 0) {
        heap.add(liveMegabytes(stage));
      }
      Wait.pause(PAUSE);
    }
    double seconds = Backlog.seconds(Duration.between(due, stage.jobs().now()));
    String what = "purging %,d ended jobs with outputs".formatted(jobs);
    return List.of(
        Figure.alone(what, "jobs/s", Samples.of(jobs / seconds), null),
        Figure.alone(
            what + ": longest wait for a lock",
            "ms",
            Samples.of(lockWaits.percentile(1)),
            Figure.Goal.atMost(MAX_LOCK_WAIT_MILLIS)),
        Figure.alone(what + ": what lives on the heap", "MB", heap, null));
  }

  private static double liveMegabytes(Stage stage) {
    return stage.node().liveHeapBytes() / (double) MEGABYTE;
  }
}
