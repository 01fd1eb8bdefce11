package org.meanwhile.work;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.meanwhile.database.DatabaseFailure;
import org.meanwhile.job.JobError;
import org.meanwhile.job.Lease;
import org.meanwhile.job.Progress;
import org.meanwhile.job.run.Completion;
import org.meanwhile.job.run.Completions;
import org.meanwhile.job.run.RunResult;
import org.meanwhile.platform.OutageLog;
import org.meanwhile.platform.SafeLogText;

/**
 * Stores the results of runs. One thread takes all that are there as soon as it is free: many
 * results share a transaction, and a single one waits for no other.
 */
@ApplicationScoped
public class JobCompleter {
  private static final System.Logger LOG = System.getLogger(JobCompleter.class.getName());
  private static final int MAX_BATCH = 500;
  private static final Duration PAUSE = Duration.ofMillis(500);
  private static final int MAX_TRIES_WHEN_CLOSED = 10;

  /** How often a database that answers otherwise may refuse a batch before it is split. */
  private static final int MAX_REFUSALS = 10;

  /**
   * A run whose result is to be stored.
   *
   * @param onStored called once the result stands in the database, or never will
   */
  record EndedRun(Completion completion, Runnable onStored) {}

  /** Stores results in one transaction; see {@link Completions#complete}. */
  @FunctionalInterface
  interface Store {
    void store(List<Completion> completions);
  }

  private final BlockingQueue<EndedRun> queue = new LinkedBlockingQueue<>();
  private final CountDownLatch stored = new CountDownLatch(1);
  private volatile boolean closed;
  private final OutageLog outage =
      new OutageLog(LOG, "storing results of runs", DatabaseFailure::isTransient);
  private Store store;
  private BooleanSupplier databaseIsReachable;
  private long pauseNanos;

  /** For the container's proxy. */
  protected JobCompleter() {}

  @Inject
  JobCompleter(Completions completions) {
    this(completions::complete, completions::databaseIsReachable, PAUSE);
  }

  /**
   * A completer that stores where the caller says.
   *
   * @param databaseIsReachable whether the database answers now
   * @param pause the time between two tries while it does not
   */
  JobCompleter(Store store, BooleanSupplier databaseIsReachable, Duration pause) {
    this.store = store;
    this.databaseIsReachable = databaseIsReachable;
    this.pauseNanos = pause.toNanos();
  }

  void add(EndedRun run) {
    queue.add(run);
  }

  /** Stores until {@link #stop} is called and no result is left. */
  void storeAll() {
    List<EndedRun> batch = new ArrayList<>();
    while (!closed || !queue.isEmpty()) {
      try {
        EndedRun first = queue.poll(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
        if (first != null) {
          batch.add(first);
          queue.drainTo(batch, MAX_BATCH - 1);
          store(batch);
        }
      } catch (InterruptedException e) {
        // Only stop() ends this thread: results must be stored.
      } catch (RuntimeException | Error e) {
        LOG.log(Level.ERROR, "results of runs were not stored", SafeLogText.trace(e));
        storeLater(batch);
      } finally {
        batch.clear();
      }
    }
    stored.countDown();
  }

  /**
   * Lets {@link #storeAll} end once it has stored all results, and waits for that.
   *
   * @return false when it did not end in time
   */
  boolean stop(Duration within) {
    closed = true;
    try {
      return stored.await(within.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /**
   * Puts a batch back after a failure that nothing foresees, an exhausted heap for example: its
   * jobs must not stay running for ever. Storing a result that is stored already does nothing.
   */
  private void storeLater(List<EndedRun> batch) {
    if (!closed) {
      queue.addAll(batch);
      LockSupport.parkNanos(pauseNanos);
    }
  }

  private void store(List<EndedRun> batch) {
    int triesLeft = MAX_TRIES_WHEN_CLOSED;
    int refusals = 0;
    while (!closed || triesLeft-- > 0) {
      try {
        storeTogether(batch);
        return;
      } catch (DatabaseFailure | IllegalStateException e) {
        if (!DatabaseFailure.isTransient(e)
            || databaseIsReachable.getAsBoolean() && ++refusals > MAX_REFUSALS) {
          storeEach(batch);
          return;
        }
        outage.failed(e);
        LockSupport.parkNanos(pauseNanos);
      }
    }
    // The lease stays with a node that will be dead: the jobs run again.
    batch.forEach(run -> run.onStored().run());
  }

  private void storeTogether(List<EndedRun> batch) {
    store.store(batch.stream().map(EndedRun::completion).toList());
    outage.works();
    batch.forEach(run -> run.onStored().run());
  }

  /**
   * Stores each result by itself, so that one that cannot be stored does not keep back the others.
   * When the database stops answering, the rest goes back into the queue.
   */
  private void storeEach(List<EndedRun> batch) {
    for (int i = 0; i < batch.size(); i++) {
      if (!storeAlone(batch.get(i)) && !closed) {
        queue.addAll(batch.subList(i, batch.size()));
        return;
      }
    }
  }

  /** False when the database does not answer, so that the result itself is not to blame. */
  private boolean storeAlone(EndedRun run) {
    try {
      storeTogether(List.of(run));
      return true;
    } catch (DatabaseFailure | IllegalStateException e) {
      if (isOutage(e)) {
        return false;
      }
      LOG.log(
          Level.ERROR,
          "the result of job " + run.completion().lease().job() + " cannot be stored",
          SafeLogText.trace(e));
    }
    return storeFailure(run);
  }

  /** The job fails instead, so that it does not stay running for ever. */
  private boolean storeFailure(EndedRun run) {
    Lease lease = run.completion().lease();
    JobError error = new JobError(500, "storage-failed", "the result could not be stored");
    Completion failed = new Completion(lease, new RunResult.Failed(error), Progress.NONE);
    try {
      storeTogether(List.of(new EndedRun(failed, run.onStored())));
    } catch (DatabaseFailure | IllegalStateException e) {
      if (isOutage(e)) {
        return false;
      }
      LOG.log(
          Level.ERROR,
          "job " + lease.job() + " cannot be failed; the claimer hands it back",
          SafeLogText.trace(e));
      run.onStored().run();
    }
    return true;
  }

  private boolean isOutage(RuntimeException e) {
    return DatabaseFailure.isTransient(e) && !databaseIsReachable.getAsBoolean();
  }
}
