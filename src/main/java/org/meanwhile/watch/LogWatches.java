package org.meanwhile.watch;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
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
import org.meanwhile.job.JobLogged;
import org.meanwhile.job.log.LogReader;
import org.meanwhile.platform.Guarded;
import org.meanwhile.platform.Loop;
import org.meanwhile.platform.Settings;

/**
 * Watches the logs that clients of this node wait for, and notifies their watchers of further
 * lines. Thread-safe.
 *
 * <p>However many wait, one query for each {@code meanwhile.wait.poll-interval} asks for the newest
 * line of all watched logs, by the primary key, and there is none while nobody waits. Watchers read
 * the lines themselves: each is at a place of its own. An event announces lines of runs on this
 * node.
 */
@ApplicationScoped
public class LogWatches {
  private static final System.Logger LOG = System.getLogger(LogWatches.class.getName());

  /** A poll rests 4 times as long as it took, 5 s at most. */
  private static final int REST_FACTOR = 4;

  private static final long IDLE_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final Map<JobId, Set<LogWatcher>> logs = new ConcurrentHashMap<>();
  private final Set<JobId> hinted = ConcurrentHashMap.newKeySet();
  private final Loop loop =
      new Loop(LOG, "watching logs", DatabaseFailure.class::isInstance, this::pass);
  private long nextPollNanos = System.nanoTime();

  @Inject private LogReader reader;
  @Inject private Settings settings;

  /** Notifies the watcher of the newest line soon, and then again and again. */
  public void watch(JobId job, LogWatcher watcher) {
    logs.compute(
        job,
        (same, known) -> {
          Set<LogWatcher> watchers = known == null ? ConcurrentHashMap.newKeySet(2) : known;
          watchers.add(watcher);
          return watchers;
        });
    hint(job);
    if (loop.isStopping()) {
      watcher.close();
    }
  }

  /** Stops notifying the watcher. */
  public void unwatch(JobId job, LogWatcher watcher) {
    logs.computeIfPresent(
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
    if (!logs.isEmpty() && System.nanoTime() - nextPollNanos >= 0) {
      poll();
      reads = true;
    }
    long pauseNanos = logs.isEmpty() ? IDLE_NANOS : nextPollNanos - System.nanoTime();
    return reads ? Loop.Pause.upTo(pauseNanos) : Loop.Pause.idle(pauseNanos);
  }

  private void readHinted() {
    List<JobId> jobs = new ArrayList<>();
    for (JobId job : hinted) {
      hinted.remove(job);
      if (logs.containsKey(job)) {
        jobs.add(job);
      }
    }
    read(jobs);
  }

  private void poll() {
    long begunNanos = System.nanoTime();
    long tookNanos = 0;
    try {
      read(List.copyOf(logs.keySet()));
      tookNanos = System.nanoTime() - begunNanos;
    } finally {
      nextPollNanos =
          System.nanoTime()
              + Loop.restNanos(tookNanos, settings.get(WatchSettings.POLL_INTERVAL), REST_FACTOR);
    }
  }

  private void read(List<JobId> jobs) {
    if (!jobs.isEmpty()) {
      reader
          .latest(jobs)
          .forEach((job, latest) -> notifyWatchers(job, watcher -> watcher.grown(latest)));
    }
  }

  private void notifyWatchers(JobId job, Consumer<LogWatcher> news) {
    for (LogWatcher watcher : logs.getOrDefault(job, Set.of())) {
      Guarded.run(LOG, "notifying the watcher of a log", () -> news.accept(watcher));
    }
  }

  /** Tells all watchers that time has passed. */
  void timePassed() {
    long now = System.nanoTime();
    logs.keySet().forEach(job -> notifyWatchers(job, watcher -> watcher.timePassed(now)));
  }

  /** Stops watching and closes all watchers, also those that come later. */
  void stop() {
    loop.stop();
    logs.keySet().forEach(job -> notifyWatchers(job, LogWatcher::close));
  }

  void logged(@Observes(during = TransactionPhase.AFTER_SUCCESS) JobLogged event) {
    if (logs.containsKey(event.job())) {
      hint(event.job());
    }
  }

  private void hint(JobId job) {
    if (hinted.add(job)) {
      loop.wake();
    }
  }
}
