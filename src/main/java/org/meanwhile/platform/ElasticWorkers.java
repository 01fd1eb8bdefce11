package org.meanwhile.platform;

import java.time.Duration;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Threads that take items from a source one after the other: as many as are asked for, up to a
 * maximum, and none while there is nothing to do. A thread that has started takes many items,
 * because handing a task to a managed executor costs more than a short task itself.
 *
 * <p>The container drops a task without a word when its thread comes up just as the application is
 * being enabled. A thread that has not begun within {@link #START_LIMIT} is not counted any more,
 * so that another can take its place; one that begins after that counts again, or ends at once when
 * there are enough.
 *
 * <p>All methods are thread-safe.
 */
public final class ElasticWorkers<T> {
  /** After how long a thread that has not begun counts as dropped. */
  static final Duration START_LIMIT = Duration.ofSeconds(1);

  /** Where workers get their items. Called by all workers at the same time. */
  public interface Source<T> {

    /**
     * Returns the next item; may wait for one.
     *
     * @return null when the worker that asked is to end
     */
    @Nullable T next() throws InterruptedException;

    /** Whether no item waits for a worker. */
    boolean isEmpty();

    /** A source over a thread-safe queue; a worker ends as soon as the queue is empty. */
    static <T> Source<T> of(Queue<T> queue) {
      return new Source<>() {
        @Override
        public @Nullable T next() {
          return queue.poll();
        }

        @Override
        public boolean isEmpty() {
          return queue.isEmpty();
        }
      };
    }
  }

  private final Executor executor;
  private final IntSupplier maxThreads;
  private final Source<T> source;
  private final Consumer<T> work;
  private final LongSupplier nanoTime;
  private final AtomicInteger threads = new AtomicInteger();
  private final Set<Start> starting = ConcurrentHashMap.newKeySet();
  private final AtomicInteger busy = new AtomicInteger();

  /** A thread that was handed to the executor and has not begun. Each is equal to itself only. */
  private static final class Start {
    private final long handedOverNanos;

    private Start(long handedOverNanos) {
      this.handedOverNanos = handedOverNanos;
    }
  }

  /**
   * No thread yet.
   *
   * @param maxThreads asked for each thread that is to be added; when it has become less, threads
   *     end only as {@link Source#next} tells them to
   * @param work handles one item and does not throw
   */
  public ElasticWorkers(
      Executor executor, IntSupplier maxThreads, Source<T> source, Consumer<T> work) {
    this(executor, maxThreads, source, work, System::nanoTime);
  }

  ElasticWorkers(
      Executor executor,
      IntSupplier maxThreads,
      Source<T> source,
      Consumer<T> work,
      LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    this.executor = executor;
    this.maxThreads = maxThreads;
    this.source = source;
    this.work = work;
  }

  /**
   * Adds a thread, unless the maximum is reached.
   *
   * @return false when the executor has no thread to give; the items then wait for a thread that
   *     runs already, or for the next {@link #staff}
   */
  public boolean add() {
    forgetDropped();
    if (!tryCount()) {
      return true;
    }
    Start start = new Start(nanoTime.getAsLong());
    starting.add(start);
    try {
      executor.execute(() -> begin(start));
      return true;
    } catch (RejectedExecutionException | OutOfMemoryError noThread) {
      forget(start);
      return false;
    }
  }

  private boolean tryCount() {
    int max = maxThreads.getAsInt();
    return threads.getAndUpdate(n -> n < max ? n + 1 : n) < max;
  }

  private void forgetDropped() {
    if (starting.isEmpty()) {
      return;
    }
    long now = nanoTime.getAsLong();
    for (Start start : starting) {
      if (now - start.handedOverNanos > START_LIMIT.toNanos()) {
        forget(start);
      }
    }
  }

  private void forget(Start start) {
    if (starting.remove(start)) {
      threads.decrementAndGet();
    }
  }

  /** Adds a thread when an item waits. Called now and then, for threads that could not be added. */
  public void staff() {
    if (!source.isEmpty()) {
      add();
    }
  }

  private void begin(Start start) {
    // Not there any more: it counted as dropped, and another thread may have its place.
    if (starting.remove(start) || tryCount()) {
      takeAll();
    }
  }

  private void takeAll() {
    try {
      for (T item = source.next(); item != null; item = source.next()) {
        busy.incrementAndGet();
        try {
          work.accept(item);
        } finally {
          busy.decrementAndGet();
        }
      }
    } catch (InterruptedException e) {
      // The executor is shut down.
    } finally {
      threads.decrementAndGet();
    }
    // For an item that came after the last look at the source, while this thread still counted.
    staff();
  }

  /** How many threads there are, busy or waiting for an item. */
  public int threads() {
    forgetDropped();
    return threads.get();
  }

  /** How many threads handle an item now. */
  public int busy() {
    return busy.get();
  }
}
