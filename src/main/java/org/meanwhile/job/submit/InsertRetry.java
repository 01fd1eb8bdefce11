package org.meanwhile.job.submit;

import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.meanwhile.database.DatabaseFailure;

/**
 * Repeats inserts that lost a race: another transaction inserted the same key or id first.
 * PostgreSQL lets an insert wait for the other transaction; H2 refuses it at once, so the other
 * commit is waited for between the attempts.
 */
final class InsertRetry {
  private static final int MAX_ATTEMPTS = 100;
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
  private static final long MAX_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  private InsertRetry() {}

  /**
   * Returns what the first attempt returns that is not empty; an empty one means: decide anew.
   *
   * @param attempt a whole transaction
   * @throws DatabaseFailure of an attempt that failed otherwise, or of the last one
   */
  static <T> T untilDecided(Supplier<Optional<T>> attempt) {
    for (int count = 1; ; count++) {
      try {
        Optional<T> decided = attempt.get();
        if (decided.isPresent()) {
          return decided.get();
        }
      } catch (DatabaseFailure e) {
        if (!e.isUniqueViolation() || count == MAX_ATTEMPTS) {
          throw e;
        }
        LockSupport.parkNanos(Math.min(count * PAUSE_NANOS, MAX_PAUSE_NANOS));
      }
    }
  }
}
