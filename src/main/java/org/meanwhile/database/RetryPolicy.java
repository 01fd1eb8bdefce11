package org.meanwhile.database;

import java.util.function.Supplier;

/**
 * Whether whoever uses the database waits for it while it does not answer. What is done so may be
 * done more than once.
 */
public interface RetryPolicy {
  /** It does not: a failure is its to see at once. */
  RetryPolicy NONE =
      new RetryPolicy() {
        @Override
        public <T> T get(Supplier<T> work) {
          return work.get();
        }
      };

  /**
   * Does it, again and again if need be.
   *
   * @throws DatabaseFailure when it was not done, or cannot be told to have been
   */
  <T> T get(Supplier<T> work);
}
