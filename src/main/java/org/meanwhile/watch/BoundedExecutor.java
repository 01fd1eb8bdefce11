package org.meanwhile.watch;

import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Does what watchers have to do, by a bounded number of managed threads: ten thousand waits that
 * end together must not be ten thousand threads.
 *
 * <p>A held answer is written as the server writes every answer, by a thread that may wait for its
 * client. It is small, and a client that waits for it has room for it; one that makes it wait on
 * purpose keeps one of these threads until the connector gives the client up. Events are written
 * without waiting.
 */
@ApplicationScoped
public class BoundedExecutor {
  private static final int MOST_THREADS = 16;

  /** So many chores are taken on by a thread before another one is called for help. */
  private static final int ENOUGH = 20;

  private final Queue<Runnable> waiting = new ConcurrentLinkedQueue<>();
  private final AtomicInteger queued = new AtomicInteger();
  private final AtomicInteger threads = new AtomicInteger();

  @Resource private ManagedExecutorService executor;

  /** Will be done soon, after what came earlier has begun. */
  public void add(Runnable chore) {
    waiting.add(chore);
    if (queued.incrementAndGet() > ENOUGH * threads.get()) {
      addThread();
    }
  }

  private void addThread() {
    if (threads.getAndUpdate(n -> Math.min(MOST_THREADS, n + 1)) == MOST_THREADS) {
      return;
    }
    try {
      executor.execute(this::work);
    } catch (RejectedExecutionException | OutOfMemoryError noThread) {
      // Another thread does it, or the keeper of time calls again.
      threads.decrementAndGet();
    }
  }

  private void work() {
    try {
      for (Runnable next = waiting.poll(); next != null; next = waiting.poll()) {
        queued.decrementAndGet();
        WatchLifecycle.guard(next);
      }
    } finally {
      threads.decrementAndGet();
    }
    // One that came after the last look, when this thread still counted.
    staff();
  }

  /** Makes sure that what waits has enough threads, whatever they are busy with. */
  void staff() {
    if (!waiting.isEmpty()) {
      addThread();
    }
  }

  /** Whether nothing waits or is being done. */
  boolean isDone() {
    return waiting.isEmpty() && threads.get() == 0;
  }
}
