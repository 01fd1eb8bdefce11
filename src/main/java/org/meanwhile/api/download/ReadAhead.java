package org.meanwhile.api.download;

import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/**
 * Fetches what downloads need next while their clients read. At most {@value #MAX_AHEAD} fetches,
 * each of one chunk, are under way or not used yet; a download that gets none fetches by itself
 * when it needs to. Thread-safe.
 */
final class ReadAhead {
  private static final int MAX_AHEAD = 16;

  private final Executor executor;
  private final Semaphore ahead = new Semaphore(MAX_AHEAD);

  ReadAhead(Executor executor) {
    this.executor = executor;
  }

  /**
   * Begins a fetch. Whoever wants its result runs it too: it may still wait for a thread.
   *
   * @return null when there is none; else the caller calls {@link #done}, used or not
   */
  <T> FutureTask<T> begin(Supplier<T> fetch) {
    if (!ahead.tryAcquire()) {
      return null;
    }
    FutureTask<T> task = new FutureTask<>(fetch::get);
    if (!run(task)) {
      ahead.release();
      return null;
    }
    return task;
  }

  /** Lets another fetch begin. */
  void done() {
    ahead.release();
  }

  /** Runs a task some time later; false when there is no thread for it. */
  boolean run(Runnable task) {
    try {
      executor.execute(task);
      return true;
    } catch (RejectedExecutionException e) {
      return false;
    }
  }
}
