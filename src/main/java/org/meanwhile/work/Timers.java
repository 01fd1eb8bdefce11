package org.meanwhile.work;

import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.meanwhile.database.DatabaseFailure;
import org.meanwhile.platform.OutageLog;

/**
 * Regular tasks on the container's scheduler. They share its few threads, so a task that waits for
 * a dead connection delays all others. For one thread.
 */
final class Timers {
  private static final System.Logger LOG = System.getLogger(Timers.class.getName());

  private final ManagedScheduledExecutorService scheduler;
  private final List<Future<?>> scheduled = new ArrayList<>();

  Timers(ManagedScheduledExecutorService scheduler) {
    this.scheduler = scheduler;
  }

  /** Runs a task now and then once in each period. The scheduler would drop one that throws. */
  void every(Duration period, String activity, Runnable task) {
    OutageLog log = new OutageLog(LOG, activity, DatabaseFailure::isUnavailable);
    scheduled.add(
        scheduler.scheduleAtFixedRate(
            () -> run(task, log), 0, period.toMillis(), TimeUnit.MILLISECONDS));
  }

  private static void run(Runnable task, OutageLog log) {
    try {
      task.run();
      log.works();
    } catch (RuntimeException | Error e) {
      log.failed(e);
    }
  }

  /** Starts none of the tasks any more; does not wait for those that run. */
  void cancel() {
    scheduled.forEach(task -> task.cancel(false));
  }
}
