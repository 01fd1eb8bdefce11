package org.meanwhile.client;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The failures in a row of one request. */
final class Failures {
  private final Retry retry;
  private final Deadline deadline;
  private int count;
  private long since;

  Failures(Retry retry, Deadline deadline) {
    this.retry = retry;
    this.deadline = deadline;
  }

  void reset() {
    count = 0;
  }

  /**
   * Waits until the request may be sent again.
   *
   * @throws IOException the failure, when patience is over
   * @throws Deadline.Passed when the deadline is before the next try
   */
  void rest(IOException failure) throws IOException, InterruptedException {
    Optional<Duration> after =
        failure instanceof Problem problem ? problem.retryAfter() : Optional.empty();
    if (failure instanceof Problem problem && !problem.asksToComeBack()) {
      throw problem;
    }
    if (count++ == 0) {
      since = System.nanoTime();
    }
    Duration pause = retry.pause(count, after);
    if (deadline.left().compareTo(pause) < 0) {
      throw new Deadline.Passed(failure);
    }
    if (System.nanoTime() - since + pause.toNanos() > retry.patience().toNanos()) {
      throw failure;
    }
    TimeUnit.NANOSECONDS.sleep(pause.toNanos());
  }
}
