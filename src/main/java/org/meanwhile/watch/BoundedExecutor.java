package org.meanwhile.watch;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.meanwhile.platform.ElasticWorkers;
import org.meanwhile.platform.FairQueue;
import org.meanwhile.platform.Guarded;

/**
 * Runs the tasks of watchers on at most {@value #MAX_THREADS} managed threads: ten thousand waits
 * that end together must not become ten thousand threads. Thread-safe.
 *
 * <p>The answer to a long poll is written like any answer of the server, by a thread that may have
 * to wait for its client. The answer is small and fits into the buffers of a client that waits for
 * it. A client that does not read on purpose keeps one of the threads until the connector times
 * out, 30 s later. So callers take turns, and one caller's tasks run on at most {@value
 * #MAX_THREADS_OF_CALLER} threads: its further answers wait, and those of other callers do not.
 * Events are written without waiting.
 */
@ApplicationScoped
public class BoundedExecutor {
  private static final System.Logger LOG = System.getLogger(BoundedExecutor.class.getName());
  private static final int MAX_THREADS = 16;
  private static final int MAX_THREADS_OF_CALLER = 12;

  /** Another thread is added when more tasks than this wait for each thread. */
  private static final int TASKS_PER_THREAD = 20;

  private final FairQueue<Task> waiting =
      new FairQueue<>(Task::caller, () -> MAX_THREADS, MAX_THREADS_OF_CALLER);
  private ElasticWorkers<Task> workers;

  @Resource private ManagedExecutorService executor;

  private record Task(String caller, Runnable body) {}

  private final class WaitingTasks implements ElasticWorkers.Source<Task> {
    @Override
    public @Nullable Task next() throws InterruptedException {
      return waiting.poll(0, TimeUnit.SECONDS);
    }

    @Override
    public boolean isEmpty() {
      return !waiting.hasNext();
    }
  }

  @PostConstruct
  void prepare() {
    workers = new ElasticWorkers<>(executor, () -> MAX_THREADS, new WaitingTasks(), this::run);
  }

  private void run(Task task) {
    try {
      Guarded.run(LOG, "the task of a watcher", task.body());
    } finally {
      waiting.done(task);
    }
  }

  /**
   * Runs the task soon, after the tasks of the same caller that came earlier have started.
   *
   * @param caller whose answer it is
   */
  public void execute(String caller, Runnable task) {
    waiting.add(new Task(caller, task));
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
