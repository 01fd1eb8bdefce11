package org.meanwhile.platform;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Runs several actions so that a failure of one does not stop the others. */
public final class Guarded {
  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

  private Guarded() {}

  /**
   * Runs a body whose failure must not stop the caller, and logs the failure at ERROR. Errors are
   * caught too: an exhausted heap can strike in any thread.
   *
   * @param activity what the body does, for the log, as in "notifying a watcher"
   */
  public static void run(Logger log, String activity, Runnable body) {
    try {
      body.run();
    } catch (RuntimeException | Error e) {
      log.log(Level.ERROR, activity + " failed", SafeLogText.trace(e));
    }
  }

  /**
   * Runs a body on another thread, and waits for it for a limited time: it may hang. Failures are
   * logged as by {@link #run}.
   *
   * @return false when the body had not ended in time; it may go on
   */
  public static boolean within(
      Executor executor, Duration atMost, Logger log, String activity, Runnable body) {
    CountDownLatch ended = new CountDownLatch(1);
    try {
      executor.execute(
          () -> {
            run(log, activity, body);
            ended.countDown();
          });
      if (ended.await(atMost.toNanos(), TimeUnit.NANOSECONDS)) {
        return true;
      }
      log.log(Level.WARNING, activity + " was not answered in time");
    } catch (RejectedExecutionException e) {
      log.log(Level.WARNING, activity + " found no thread");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return false;
  }

  /**
   * Waits until a condition holds, for a limited time; looks every 5 ms. For the end of a node,
   * where nothing signals that the last of many has gone.
   *
   * @return whether the condition held in time
   */
  public static boolean await(BooleanSupplier condition, Duration atMost) {
    long begunNanos = System.nanoTime();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - begunNanos >= atMost.toNanos()) {
        return false;
      }
      LockSupport.parkNanos(LOOK_NANOS);
    }
    return true;
  }
}
