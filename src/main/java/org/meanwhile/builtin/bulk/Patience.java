package org.meanwhile.builtin.bulk;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import org.meanwhile.database.DatabaseFailure;
import org.meanwhile.operation.Task;

/**
 * Waits for what comes back by itself, so that a long run keeps its attempt: a database that is
 * away for a while, or a job that somebody else's transaction holds.
 */
final class Patience {
  /** After so long without an answer the run fails; its next attempt goes on where it was. */
  private static final Duration LIMIT = Duration.ofMinutes(2);

  private static final Duration PAUSE = Duration.ofMillis(250);

  private final Task task;

  Patience(Task task) {
    this.task = task;
  }

  /**
   * Calls until the database has done it. The call may be made more than once, and one that failed
   * may have taken effect: it must be repeatable.
   */
  <T> T get(Callable<T> call) throws Exception {
    long latestNanos = System.nanoTime() + LIMIT.toNanos();
    while (true) {
      try {
        return task.uninterrupted(call);
      } catch (RuntimeException e) {
        if (!DatabaseFailure.isTransient(e) || System.nanoTime() - latestNanos > 0) {
          throw e;
        }
      }
      rest(PAUSE);
    }
  }

  /**
   * Waits, unless the run has to stop.
   *
   * @throws InterruptedException when the run was interrupted
   */
  void rest(Duration time) throws InterruptedException {
    task.checkCanceled();
    long endNanos = System.nanoTime() + time.toNanos();
    for (long left = time.toNanos(); left > 0; left = endNanos - System.nanoTime()) {
      if (Thread.interrupted()) {
        throw new InterruptedException("the run was interrupted");
      }
      LockSupport.parkNanos(left);
    }
  }
}
