package org.meanwhile.bench;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.meanwhile.bench.server.Wait;

/**
 * Stores a backlog of jobs and waits until the nodes have run it. The jobs become due a few seconds
 * after they are stored; in between the tables are vacuumed and analysed. So no job is touched
 * between its insert and its claim, and no other load runs during the drain.
 */
final class Backlog {
  static final Duration LIMIT = Duration.ofMinutes(15);
  private static final int STORED_PER_SECOND = 5_000;

  private Backlog() {}

  /** Drains jobs that do nothing, from otherwise empty tables; returns the jobs per second. */
  static double jobsPerSecond(Host host, int jobs) {
    return jobsPerSecond(host, jobs, "{}");
  }

  /** Drains jobs of {@code simulate} with this input, from otherwise empty tables. */
  static double jobsPerSecond(Host host, int jobs, String input) {
    host.jobs().clear();
    return jobs / seconds(drain(host, jobs, input));
  }

  static double seconds(Duration duration) {
    return duration.toNanos() / 1e9;
  }

  /**
   * Stores jobs of {@code simulate} and waits until the nodes have run them.
   *
   * @return the time from the first start to the last end, by the database's clock
   */
  static Duration drain(Host host, int jobs, String input) {
    Instant due = store(host, jobs, input);
    Wait.pause(Duration.between(host.jobs().now(), due));
    return host.jobs().untilDrained(jobs, due, LIMIT);
  }

  /** Stores jobs; returns the time at which they become due, which is in the future. */
  static Instant store(Host host, int jobs, String input) {
    return store(host, jobs, input, "local");
  }

  /** Stores jobs of another caller than that of the HTTP requests. */
  static Instant store(Host host, int jobs, String input, String caller) {
    for (int perSecond = STORED_PER_SECOND; perSecond > 1; perSecond /= 2) {
      Instant now = host.jobs().now();
      Instant due = now.plusSeconds(5 + jobs / perSecond).truncatedTo(ChronoUnit.MILLIS);
      host.jobs().multiply(host.node().submit(waiting(input)), jobs, caller, due);
      host.database().settle();
      if (host.jobs().now().isBefore(due)) {
        return due;
      }
      // The machine was too slow, and some of the jobs have started: drain them, and allow more
      // time.
      host.jobs().untilDrained(jobs, due, LIMIT);
    }
    throw new IllegalStateException("the jobs are due before they are stored");
  }

  /** The body of a request for a job that starts in 30 days. */
  static String waiting(String input) {
    return "{\"operation\":\"simulate\",\"input\":%s,\"startAt\":\"%s\"}"
        .formatted(input, Instant.now().plus(Duration.ofDays(30)).truncatedTo(ChronoUnit.SECONDS));
  }
}
