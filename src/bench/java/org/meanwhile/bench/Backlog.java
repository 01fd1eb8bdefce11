package org.meanwhile.bench;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.meanwhile.bench.server.Wait;

/**
 * Drains Meanwhile's queue. The jobs are stored as due at a moment that is a little ahead, and the
 * tables are vacuumed and analysed; then that moment comes. So no job is touched between its
 * storing and its claim, and no load runs beside the drain.
 */
final class Backlog {
  static final Duration LIMIT = Duration.ofMinutes(15);
  private static final int STORED_PER_SECOND = 5_000;

  private Backlog() {}

  /** As {@link #drain}, of jobs that do nothing, in a table without others. */
  static double jobsPerSecond(Stage stage, int jobs) {
    stage.jobs().clear();
    return jobs / seconds(drain(stage, jobs, "{}"));
  }

  static double seconds(Duration duration) {
    return duration.toNanos() / 1e9;
  }

  /**
   * Stores jobs of {@code simulate} and waits until the nodes have run them.
   *
   * @return from the first start to the last end, by the database's clock
   */
  static Duration drain(Stage stage, int jobs, String input) {
    Instant due = store(stage, jobs, input);
    Wait.pause(Duration.between(stage.jobs().now(), due));
    return stage.jobs().untilDrained(jobs, due, LIMIT);
  }

  /** Stores jobs. Returns when they are due, which is not yet. */
  static Instant store(Stage stage, int jobs, String input) {
    return store(stage, jobs, input, "local");
  }

  /** The same for a caller that does not come over HTTP. */
  static Instant store(Stage stage, int jobs, String input, String caller) {
    for (int perSecond = STORED_PER_SECOND; perSecond > 1; perSecond /= 2) {
      Instant now = stage.jobs().now();
      Instant due = now.plusSeconds(5 + jobs / perSecond).truncatedTo(ChronoUnit.MILLIS);
      stage.jobs().multiply(stage.node().submit(waiting(input)), jobs, caller, due);
      stage.database().settle();
      if (stage.jobs().now().isBefore(due)) {
        return due;
      }
      // The machine is slower than was thought; some of them run already.
      stage.jobs().untilDrained(jobs, due, LIMIT);
    }
    throw new IllegalStateException("the jobs are due before they are stored");
  }

  /** A request for a job that waits for long. */
  static String waiting(String input) {
    return "{\"operation\":\"simulate\",\"input\":%s,\"startAt\":\"%s\"}"
        .formatted(input, Instant.now().plus(Duration.ofDays(30)).truncatedTo(ChronoUnit.SECONDS));
  }
}
