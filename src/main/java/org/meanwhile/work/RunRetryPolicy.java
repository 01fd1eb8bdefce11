package org.meanwhile.work;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.meanwhile.database.DatabaseFailure;
import org.meanwhile.database.RetryPolicy;

/**
 * Retries for a run while the database does not answer, until the run is told to stop: a restart of
 * the database costs the run neither its work nor an attempt. The node stops the run when it could
 * not store a heartbeat for so long that another node may have the job.
 *
 * <p>A database that answers otherwise but refuses this action is tried 10 times more, every 250
 * ms: it may be full.
 */
final class RunRetryPolicy implements RetryPolicy {
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(250);
  private static final int MAX_REFUSALS = 10;

  private final AtomicReference<StopReason> stopReason;
  private final BooleanSupplier databaseIsReachable;

  /**
   * A policy for one run.
   *
   * @param stopReason set when the run is told to stop
   * @param databaseIsReachable whether the database answers now
   */
  RunRetryPolicy(AtomicReference<StopReason> stopReason, BooleanSupplier databaseIsReachable) {
    this.stopReason = stopReason;
    this.databaseIsReachable = databaseIsReachable;
  }

  @Override
  public <T> T get(Supplier<T> work) {
    for (int refusals = 0; ; ) {
      try {
        return work.get();
      } catch (DatabaseFailure e) {
        if (!DatabaseFailure.isTransient(e)
            || stopReason.get() != null
            || databaseIsReachable.getAsBoolean() && ++refusals > MAX_REFUSALS) {
          throw e;
        }
        LockSupport.parkNanos(PAUSE_NANOS);
      }
    }
  }
}
