package org.meanwhile.watch;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.meanwhile.platform.ElasticWorkers;
import org.meanwhile.platform.Guarded;

/**
 * Runs the tasks of watchers on at most {@value #MAX_THREADS} managed threads: ten thousand waits
 * that end together must not become ten thousand threads. Thread-safe.
 *
 * <p>The answer to a long poll is written like any answer of the server, by a thread that may have
 * to wait for its client. The answer is small and fits into the buffers of a client that waits for
 * it. A client that does not read on purpose keeps one of the threads until the connector times
 * out. Events are written without waiting.
 */
@ApplicationScoped
public class BoundedExecutor {
  private static final System.Logger LOG = System.getLogger(BoundedExecutor.class.getName());
  private static final int MAX_THREADS = 16;

  /** Another thread is added when more tasks than this wait for each thread. */
  private static final int TASKS_PER_THREAD = 20;

  private final BlockingQueue<Runnable> waiting = new LinkedBlockingQueue<>();
  private ElasticWorkers<Runnable> workers;

  @Resource private ManagedExecutorService executor;

  @PostConstruct
  void prepare() {
    workers =
        new ElasticWorkers<>(
            executor,
            MAX_THREADS,
            ElasticWorkers.Source.of(waiting),
            task -> Guarded.run(LOG, "the task of a watcher", task));
  }

  /** Runs the task soon, after the tasks that came earlier have started. */
  public void execute(Runnable task) {
    waiting.add(task);
    if (waiting.size() > TASKS_PER_THREAD * workers.threads()) {
      workers.add();
    }
  }

  /** Adds a thread for tasks that wait, in case all others are held by their clients. */
  void staff() {
    workers.staff();
  }

  /** Whether no task waits or runs. */
  boolean isIdle() {
    return waiting.isEmpty() && workers.threads() == 0;
  }
}
