package org.meanwhile.watch;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import jakarta.inject.Inject;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.meanwhile.database.DatabaseFailure;
import org.meanwhile.job.JobChanged;
import org.meanwhile.job.JobId;
import org.meanwhile.job.JobView;
import org.meanwhile.job.JobsEnded;
import org.meanwhile.job.read.ChangeReader;
import org.meanwhile.platform.Settings;

/** The jobs that anyone on this node waits for, and those who do. */
@ApplicationScoped
public class JobWatches {
  private static final System.Logger LOG = System.getLogger(JobWatches.class.getName());

  /** A look rests so many times as long as it took. */
  private static final int REST = 4;

  private static final long IDLE_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final Map<JobId, WatchedJob> jobs = new ConcurrentHashMap<>();
  private final Set<JobId> hinted = ConcurrentHashMap.newKeySet();
  private final Semaphore wake = new Semaphore(0);
  private volatile boolean closed;
  private boolean failing;
  private long nextLookNanos = System.nanoTime();

  @Inject private ChangeReader changes;
  @Inject private Settings settings;

  /**
   * Tells the watcher of each change of the job from now on; at once when it has changed already.
   *
   * @param view as the watcher has seen it last
   */
  public void follow(JobView view, JobWatcher watcher) {
    boolean[] first = {false};
    WatchedJob job =
        jobs.compute(
            view.job().id(),
            (id, known) -> {
              first[0] = known == null;
              WatchedJob followed = known == null ? new WatchedJob(view) : known;
              followed.watchers().add(watcher);
              return followed;
            });
    if (first[0] && jobs.size() == 1) {
      wake.release();
    }
    if (job.advance(view)) {
      tell(job, w -> w.saw(view));
    } else if (job.seen() != view) {
      watcher.saw(job.seen());
    }
    if (closed) {
      watcher.close();
    }
  }

  /** Nothing more is told. */
  public void leave(JobId id, JobWatcher watcher) {
    jobs.computeIfPresent(
        id,
        (same, job) -> {
          job.watchers().remove(watcher);
          return job.watchers().isEmpty() ? null : job;
        });
  }

  /** Looks until the thread is interrupted, or there is nothing to come. */
  void lookOn() throws InterruptedException {
    while (!closed) {
      long rest = jobs.isEmpty() ? IDLE_NANOS : nextLookNanos - System.nanoTime();
      if (wake.tryAcquire(rest, TimeUnit.NANOSECONDS)) {
        wake.drainPermits();
      }
      if (!hinted.isEmpty()) {
        look(this::lookAtHinted);
      }
      if (!jobs.isEmpty() && System.nanoTime() - nextLookNanos >= 0) {
        look(this::lookAtAll);
      }
    }
  }

  /** What a look has missed, the next one sees. That it failed is said once, not at each tick. */
  private void look(Runnable look) {
    try {
      look.run();
      if (failing) {
        failing = false;
        LOG.log(Level.INFO, "jobs are followed again");
      }
    } catch (DatabaseFailure e) {
      if (!failing) {
        failing = true;
        LOG.log(Level.WARNING, "jobs cannot be followed for now: " + e.getCause());
      }
    } catch (RuntimeException | Error e) {
      LOG.log(Level.ERROR, "following jobs failed", e);
    }
  }

  private void lookAtHinted() {
    List<JobId> now = new ArrayList<>();
    for (JobId id : hinted) {
      hinted.remove(id);
      if (jobs.containsKey(id)) {
        now.add(id);
      }
    }
    see(now, changes.findLatest(now));
  }

  private void lookAtAll() {
    long begun = System.nanoTime();
    try {
      List<ChangeReader.Seen> seen = new ArrayList<>(jobs.size());
      jobs.forEach((id, job) -> seen.add(new ChangeReader.Seen(id, job.seen().job().version())));
      List<JobId> changed = changes.changed(seen);
      see(changed, changes.find(changed));
    } finally {
      long ended = System.nanoTime();
      long tick = settings.get(WatchSettings.POLL_INTERVAL).toNanos();
      nextLookNanos = ended + Math.max(tick - (ended - begun), REST * (ended - begun));
    }
  }

  private void see(List<JobId> ids, List<Optional<JobView>> found) {
    for (int i = 0; i < ids.size(); i++) {
      WatchedJob job = jobs.get(ids.get(i));
      Optional<JobView> view = found.get(i);
      if (job != null && view.isEmpty()) {
        tell(job, JobWatcher::gone);
      } else if (job != null && job.advance(view.get())) {
        tell(job, watcher -> watcher.saw(view.get()));
      }
    }
  }

  private static void tell(WatchedJob job, Consumer<JobWatcher> what) {
    job.watchers().forEach(watcher -> WatchLifecycle.guard(() -> what.accept(watcher)));
  }

  /** Tells all that time has passed. */
  void keepTime() {
    long now = System.nanoTime();
    jobs.values().forEach(job -> tell(job, watcher -> watcher.time(now)));
  }

  /** Tells all that there is nothing to come, and those who come later as well. */
  void close() {
    closed = true;
    wake.release();
    jobs.values().forEach(job -> tell(job, JobWatcher::close));
  }

  void ended(@Observes(during = TransactionPhase.AFTER_SUCCESS) JobsEnded event) {
    event.jobs().forEach(job -> hint(job.id()));
  }

  void changed(@Observes(during = TransactionPhase.AFTER_SUCCESS) JobChanged job) {
    hint(job.id());
  }

  private void hint(JobId id) {
    if (jobs.containsKey(id) && hinted.add(id)) {
      wake.release();
    }
  }
}
