package org.meanwhile.watch;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.meanwhile.database.DatabaseFailure;
import org.meanwhile.job.JobChanged;
import org.meanwhile.job.JobId;
import org.meanwhile.job.JobReleased;
import org.meanwhile.job.JobView;
import org.meanwhile.job.JobsEnded;
import org.meanwhile.job.read.ChangeReader;
import org.meanwhile.platform.Guarded;
import org.meanwhile.platform.Loop;
import org.meanwhile.platform.Settings;

/**
 * Watches the jobs that clients of this node wait for, and notifies their watchers of changes.
 * Thread-safe.
 *
 * <p>However many wait, one query for each {@code meanwhile.wait.poll-interval} carries the ids and
 * versions of all watched jobs, and there is none while nobody waits. It answers which of them have
 * changed; only these are read. So it does not matter on which node a job runs. Events announce
 * changes made on this node; these jobs are read at once. Those announced during a query are read
 * together.
 *
 * <p>Periodic polls use the replica if there is one. Jobs announced by an event are read from the
 * primary, which alone is sure to have what was just committed. A job's version only rises, and a
 * view older than the latest one is passed over: no watcher sees a job go back.
 */
@ApplicationScoped
public class JobWatches {
  private static final System.Logger LOG = System.getLogger(JobWatches.class.getName());

  /**
   * A poll rests 4 times as long as it took, 5 s at most: polls that take less than a second use at
   * most a fifth of one thread.
   */
  private static final int REST_FACTOR = 4;

  private static final long IDLE_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final Map<JobId, WatchedJob> jobs = new ConcurrentHashMap<>();
  private final Set<JobId> hinted = ConcurrentHashMap.newKeySet();
  private final Loop loop =
      new Loop(LOG, "watching jobs", DatabaseFailure.class::isInstance, this::pass);
  private long nextPollNanos = System.nanoTime();

  @Inject private ChangeReader changes;
  @Inject private Settings settings;

  /**
   * Notifies the watcher of each change of the job from now on; at once when the job has changed
   * already.
   *
   * @param view the job as the watcher knows it
   */
  public void watch(JobView view, JobWatcher watcher) {
    boolean[] first = {false};
    WatchedJob job =
        jobs.compute(
            view.job().id(),
            (id, known) -> {
              first[0] = known == null;
              WatchedJob watched = known == null ? new WatchedJob(view) : known;
              watched.watchers().add(watcher);
              return watched;
            });
    if (first[0] && jobs.size() == 1) {
      loop.wake();
    }
    if (job.advance(view)) {
      notifyWatchers(job, each -> each.changed(view));
    } else if (job.latest() != view) {
      watcher.changed(job.latest());
    }
    if (loop.isStopping()) {
      watcher.close();
    }
  }

  /** Stops notifying the watcher. */
  public void unwatch(JobId id, JobWatcher watcher) {
    jobs.computeIfPresent(
        id,
        (same, job) -> {
          job.watchers().remove(watcher);
          return job.watchers().isEmpty() ? null : job;
        });
  }

  void start(Executor executor) {
    loop.start(executor);
  }

  private Loop.Pause pass() {
    boolean reads = !hinted.isEmpty();
    if (reads) {
      readHinted();
    }
    if (!jobs.isEmpty() && System.nanoTime() - nextPollNanos >= 0) {
      poll();
      reads = true;
    }
    long pauseNanos = jobs.isEmpty() ? IDLE_NANOS : nextPollNanos - System.nanoTime();
    return reads ? Loop.Pause.upTo(pauseNanos) : Loop.Pause.idle(pauseNanos);
  }

  private void readHinted() {
    List<JobId> ids = new ArrayList<>();
    for (JobId id : hinted) {
      hinted.remove(id);
      if (jobs.containsKey(id)) {
        ids.add(id);
      }
    }
    advance(ids, changes.findLatest(ids));
  }

  private void poll() {
    long begunNanos = System.nanoTime();
    long tookNanos = 0;
    try {
      List<ChangeReader.Seen> seen = new ArrayList<>(jobs.size());
      jobs.forEach((id, job) -> seen.add(new ChangeReader.Seen(id, job.latest().job().version())));
      List<JobId> changed = changes.changed(seen);
      advance(changed, changes.find(changed));
      tookNanos = System.nanoTime() - begunNanos;
    } finally {
      nextPollNanos =
          System.nanoTime()
              + Loop.restNanos(tookNanos, settings.get(WatchSettings.POLL_INTERVAL), REST_FACTOR);
    }
  }

  private void advance(List<JobId> ids, List<Optional<JobView>> views) {
    for (int i = 0; i < ids.size(); i++) {
      WatchedJob job = jobs.get(ids.get(i));
      Optional<JobView> view = views.get(i);
      if (job != null && view.isEmpty()) {
        notifyWatchers(job, JobWatcher::deleted);
      } else if (job != null && job.advance(view.get())) {
        notifyWatchers(job, watcher -> watcher.changed(view.get()));
      }
    }
  }

  private static void notifyWatchers(WatchedJob job, Consumer<JobWatcher> news) {
    for (JobWatcher watcher : job.watchers()) {
      Guarded.run(LOG, "notifying the watcher of a job", () -> news.accept(watcher));
    }
  }

  /** Tells all watchers that time has passed. */
  void timePassed() {
    long now = System.nanoTime();
    jobs.values().forEach(job -> notifyWatchers(job, watcher -> watcher.timePassed(now)));
  }

  /** Stops watching and closes all watchers, also those that come later. */
  void stop() {
    loop.stop();
    jobs.values().forEach(job -> notifyWatchers(job, JobWatcher::close));
  }

  void ended(@Observes(during = TransactionPhase.AFTER_SUCCESS) JobsEnded event) {
    event.jobs().forEach(job -> hint(job.id()));
  }

  void changed(@Observes(during = TransactionPhase.AFTER_SUCCESS) JobChanged job) {
    hint(job.id());
  }

  void released(@Observes(during = TransactionPhase.AFTER_SUCCESS) JobReleased job) {
    hint(job.job());
  }

  private void hint(JobId id) {
    if (jobs.containsKey(id) && hinted.add(id)) {
      loop.wake();
    }
  }
}
