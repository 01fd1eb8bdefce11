package org.meanwhile.bench;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.meanwhile.bench.server.Wait;

/**
 * How fast the records of jobs go when their time is over, with their outputs, while others submit;
 * how long anybody waits for a lock meanwhile, and what lives on the heap.
 */
final class Purging implements Measurement {
  private static final int MEGABYTE = 1_000_000;
  private static final int EXPIRED_PER_SECOND = 10_000;
  private static final int LOOKS_A_HEAP = 1_000;
  private static final Duration PAUSE = Duration.ofMillis(20);
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  /** A wait as long as this is looked at several times, so none is missed. */
  private static final double LONGEST_WAIT_MILLIS = 100;

  private static final String ENDING =
      "{\"operation\":\"simulate\",\"input\":{\"outputBytes\":1000}}";

  @Override
  public List<Figure> measure(Stage stage) {
    int jobs = Sizes.retainedJobs();
    stage.jobs().clear();
    UUID ended = stage.node().finished(ENDING, Duration.ofSeconds(30));
    stage.jobs().multiply(ended, jobs, "local", null);
    Instant due = stage.jobs().now().plusSeconds(jobs / EXPIRED_PER_SECOND).plus(PATIENCE);
    stage.jobs().end(due);
    stage.database().settle();
    Samples heap = new Samples().add(liveMegabytes(stage));
    if (stage.jobs().now().isAfter(due)) {
      throw new IllegalStateException("the jobs were over before all of them stood there");
    }
    Wait.pause(Duration.between(stage.jobs().now(), due));

    Samples lockWaits = new Samples();
    String later = Backlog.waiting("{}");
    for (int look = 1; stage.jobs().areOver(due); look++) {
      stage.node().submit(later);
      lockWaits.add(stage.jobs().longestLockWaitMillis());
      if (look % LOOKS_A_HEAP == 0) {
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
            Figure.Goal.atMost(LONGEST_WAIT_MILLIS)),
        Figure.alone(what + ": what lives on the heap", "MB", heap, null));
  }

  private static double liveMegabytes(Stage stage) {
    return stage.node().liveHeapBytes() / (double) MEGABYTE;
  }
}
