package org.meanwhile.work;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.meanwhile.database.Database;
import org.meanwhile.database.DatabaseFailure;
import org.meanwhile.job.JobError;
import org.meanwhile.job.Progress;
import org.meanwhile.job.run.Completion;
import org.meanwhile.job.run.Completions;
import org.meanwhile.job.run.RunResult;
import org.meanwhile.platform.SafeLogText;

/**
 * Stores how runs ended: one thread takes all that is there as soon as it is free, so that many
 * endings share a transaction and a single one waits for nobody.
 */
@ApplicationScoped
public class JobCompleter {
  private static final System.Logger LOG = System.getLogger(JobCompleter.class.getName());
  private static final int BATCH = 500;
  private static final long PAUSE_MILLIS = 500;
  private static final int TRIES_ONCE_CLOSED = 10;

  /** So often the database may say that it cannot now, while it answers otherwise. */
  private static final int TRIES_ANSWERED = 10;

  /**
   * @param stored what to do when it stands in the database, or never will
   */
  record Outcome(Completion finish, Runnable stored) {}

  private final BlockingQueue<Outcome> queue = new LinkedBlockingQueue<>();
  private volatile boolean closed;

  @Inject private Completions finishes;
  @Inject private Database database;

  void add(Outcome outcome) {
    queue.add(outcome);
  }

  /** Stores until it is closed and nothing is left. */
  void storeAll() {
    List<Outcome> batch = new ArrayList<>();
    while (!closed || !queue.isEmpty()) {
      try {
        Outcome first = queue.poll(PAUSE_MILLIS, TimeUnit.MILLISECONDS);
        if (first != null) {
          batch.add(first);
          queue.drainTo(batch, BATCH - 1);
          store(batch);
        }
      } catch (InterruptedException e) {
        // Only closing ends this thread: what ended must be stored.
      } catch (RuntimeException | Error e) {
        LOG.log(Level.ERROR, "endings were not stored", SafeLogText.trace(e));
        storeLater(batch);
      } finally {
        batch.clear();
      }
    }
  }

  void close() {
    closed = true;
  }

  /**
   * What nobody foresaw, an exhausted heap say, must not leave jobs that run for ever. Storing what
   * was stored already does nothing.
   */
  private void storeLater(List<Outcome> batch) {
    if (!closed) {
      queue.addAll(batch);
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(PAUSE_MILLIS));
    }
  }

  private void store(List<Outcome> batch) {
    int triesLeft = TRIES_ONCE_CLOSED;
    int answered = 0;
    while (!closed || triesLeft-- > 0) {
      try {
        finishes.complete(batch.stream().map(Outcome::finish).toList());
        batch.forEach(outcome -> outcome.stored().run());
        return;
      } catch (DatabaseFailure | IllegalStateException e) {
        if (!DatabaseFailure.isTransient(e)
            || database.isReachable() && ++answered > TRIES_ANSWERED) {
          storeEach(batch);
          return;
        }
        LOG.log(
            Level.WARNING, batch.size() + " endings wait for the database: " + SafeLogText.line(e));
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(PAUSE_MILLIS));
      }
    }
    // The lease stays with a node that will be dead: the jobs run again.
    batch.forEach(outcome -> outcome.stored().run());
  }

  /**
   * One that cannot be stored must not keep the others from it. When the database goes meanwhile,
   * the rest waits for it with those that come.
   */
  private void storeEach(List<Outcome> batch) {
    for (int i = 0; i < batch.size(); i++) {
      if (!storeAlone(batch.get(i)) && !closed) {
        queue.addAll(batch.subList(i, batch.size()));
        return;
      }
    }
  }

  /** False when that is a matter of the database, not of the ending. */
  private boolean storeAlone(Outcome outcome) {
    try {
      finishes.complete(List.of(outcome.finish()));
      outcome.stored().run();
      return true;
    } catch (DatabaseFailure | IllegalStateException e) {
      if (DatabaseFailure.isTransient(e) && !database.isReachable()) {
        return false;
      }
      LOG.log(
          Level.ERROR,
          "job " + outcome.finish().lease().job() + " cannot end as it did",
          SafeLogText.trace(e));
    }
    JobError error = new JobError(500, "storage-failed", "the result could not be stored");
    Completion failed =
        new Completion(outcome.finish().lease(), new RunResult.Failed(error), Progress.NONE);
    try {
      finishes.complete(List.of(failed));
      outcome.stored().run();
    } catch (DatabaseFailure | IllegalStateException e) {
      if (DatabaseFailure.isTransient(e) && !database.isReachable()) {
        return false;
      }
      LOG.log(Level.ERROR, "job " + failed.lease().job() + " is left to the sweep", e);
      outcome.stored().run();
    }
    return true;
  }
}
