package org.meanwhile.watch;

import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.meanwhile.database.DatabaseFailure;
import org.meanwhile.job.JobId;
import org.meanwhile.platform.Guarded;
import org.meanwhile.platform.Loop;
import org.meanwhile.platform.Settings;

/**
 * Watches what grows while jobs run and clients of this node wait for it, and notifies their
 * watchers. Thread-safe.
 *
 * <p>However many wait, one query for each {@code meanwhile.wait.poll-interval} asks how far all
 * watched jobs have come, and there is none while nobody waits. Watchers read by themselves: each
 * is at a place of its own. An event announces growth of runs on this node.
 */
abstract class GrowthWatches {
  private static final System.Logger LOG = System.getLogger(GrowthWatches.class.getName());

  /** A poll rests 4 times as long as it took, 5 s at most. */
  private static final int REST_FACTOR = 4;

  private static final long IDLE_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final Map<JobId, Set<GrowthWatcher>> jobs = new ConcurrentHashMap<>();
  private final Set<JobId> hinted = ConcurrentHashMap.newKeySet();
  private final Loop loop =
      new Loop(LOG, "watching what grows", DatabaseFailure.class::isInstance, this::pass);
  private long nextPollNanos = System.nanoTime();

  @Inject private Settings settings;

  /** Reads how far each of these jobs has come; jobs without anything may be left out. */
  abstract Map<JobId, Long> latest(List<JobId> asked);

  /** Notifies the watcher of the newest line soon, and then again and again. */
  public void watch(JobId job, GrowthWatcher watcher) {
    jobs.compute(
        job,
        (same, known) -> {
          Set<GrowthWatcher> watchers = known == null ? ConcurrentHashMap.newKeySet(2) : known;
          watchers.add(watcher);
          return watchers;
        });
    hint(job);
    if (loop.isStopping()) {
      watcher.close();
    }
  }

  /** Stops notifying the watcher. */
  public void unwatch(JobId job, GrowthWatcher watcher) {
    jobs.computeIfPresent(
        job,
        (same, watchers) -> {
          watchers.remove(watcher);
          return watchers.isEmpty() ? null : watchers;
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
    List<JobId> asked = new ArrayList<>();
    for (JobId job : hinted) {
      hinted.remove(job);
      if (jobs.containsKey(job)) {
        asked.add(job);
      }
    }
    read(asked);
  }

  private void poll() {
    long begunNanos = System.nanoTime();
    long tookNanos = 0;
    try {
      read(List.copyOf(jobs.keySet()));
      tookNanos = System.nanoTime() - begunNanos;
    } finally {
      nextPollNanos =
          System.nanoTime()
              + Loop.restNanos(tookNanos, settings.get(WatchSettings.POLL_INTERVAL), REST_FACTOR);
    }
  }

  private void read(List<JobId> asked) {
    if (!asked.isEmpty()) {
      latest(asked).forEach((job, latest) -> notifyWatchers(job, watcher -> watcher.grown(latest)));
    }
  }

  private void notifyWatchers(JobId job, Consumer<GrowthWatcher> news) {
    for (GrowthWatcher watcher : jobs.getOrDefault(job, Set.of())) {
      Guarded.run(LOG, "notifying a watcher of growth", () -> news.accept(watcher));
    }
  }

  /** Tells all watchers that time has passed. */
  void timePassed() {
    long now = System.nanoTime();
    jobs.keySet().forEach(job -> notifyWatchers(job, watcher -> watcher.timePassed(now)));
  }

  /** Stops watching and closes all watchers, also those that come later. */
  void stop() {
    loop.stop();
    jobs.keySet().forEach(job -> notifyWatchers(job, GrowthWatcher::close));
  }

  /** Something of this job has grown on this node. */
  void grown(JobId job) {
    if (jobs.containsKey(job)) {
      hint(job);
    }
  }

  private void hint(JobId job) {
    if (hinted.add(job)) {
      loop.wake();
    }
  }
}
