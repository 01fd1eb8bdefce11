package org.meanwhile.work;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.meanwhile.database.DatabaseFailure;
import org.meanwhile.database.RetryPolicy;

/**
 * A run waits for a database that does not answer, for as long as the run is wanted: a restart of
 * the database costs it neither its work nor an attempt. It is not wanted any more when its node
 * could not write for so long that others may have the job.
 *
 * <p>A database that answers otherwise, and refuses this, is asked a few times more: it may be
 * full.
 */
final class RunRetryPolicy implements RetryPolicy {
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(250);
  private static final int TRIES_ANSWERED = 10;

  private final AtomicReference<StopReason> stop;
  private final BooleanSupplier answers;

  /**
   * @param stop set when the run shall go on no longer
   * @param answers whether the database does, otherwise
   */
  RunRetryPolicy(AtomicReference<StopReason> stop, BooleanSupplier answers) {
    this.stop = stop;
    this.answers = answers;
  }

  @Override
  public <T> T get(Supplier<T> work) {
    for (int answered = 0; ; ) {
      try {
        return work.get();
      } catch (DatabaseFailure e) {
        if (!DatabaseFailure.isTransient(e)
            || stop.get() != null
            || answers.getAsBoolean() && ++answered > TRIES_ANSWERED) {
          throw e;
        }
        LockSupport.parkNanos(PAUSE_NANOS);
      }
    }
  }
}
