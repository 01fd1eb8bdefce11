package org.meanwhile.database;

import java.util.function.Supplier;

/** Decides whether work that fails with a {@link DatabaseFailure} is retried. */
public interface RetryPolicy {
  /** Never retries: failures are thrown at once. */
  RetryPolicy NONE =
      new RetryPolicy() {
        @Override
        public <T> T get(Supplier<T> work) {
          return work.get();
        }
      };

  /**
   * Calls the work until it returns, or until this policy gives up. The work may be called more
   * than once, and a call that failed may have taken effect: it must be repeatable.
   *
   * @return the work's result
   * @throws DatabaseFailure the failure of the last call
   */
  <T> T get(Supplier<T> work);
}
