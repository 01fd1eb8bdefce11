package org.meanwhile.watch;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.meanwhile.database.DatabaseFailure;
import org.meanwhile.job.read.JobLists;
import org.meanwhile.job.read.JobPage;
import org.meanwhile.job.read.JobQuery;
import org.meanwhile.platform.Guarded;
import org.meanwhile.platform.Loop;
import org.meanwhile.platform.Settings;

/**
 * Watches the pages of lists that clients of this node wait for, and notifies their watchers of
 * changes. Thread-safe.
 *
 * <p>Watchers of equal queries (the caller, the filters, the page size) share one poll. A caller is
 * part of its query, so no watcher is woken by a job that its client may not see. A poll reads only
 * the version of the page, from the primary, and the page itself when a watcher does not know that
 * version. The watcher's own knowledge is compared each time, so no change is missed between a
 * client's reading and the first poll.
 *
 * <p>All pages take turns on one thread and one connection. Many different pages at a time keep
 * that thread busy and are polled less often; they do not hold up those who wait for jobs.
 */
@ApplicationScoped
public class ListWatches {
  private static final System.Logger LOG = System.getLogger(ListWatches.class.getName());

  /**
   * The poll of a page rests 4 times as long as it took, 5 s at most. So a page that takes long,
   * with a label that few jobs have, is polled less often and does not slow the others.
   */
  private static final int REST_FACTOR = 4;

  private static final long IDLE_NANOS = TimeUnit.SECONDS.toNanos(1);

  /** Pages that are due within 10 ms are polled in one pass. */
  private static final long LEAST_REST_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

  private final Map<JobQuery, WatchedList> lists = new ConcurrentHashMap<>();
  private final Loop loop =
      new Loop(LOG, "watching lists", DatabaseFailure::isUnavailable, this::pass);

  @Inject private JobLists reader;
  @Inject private Settings settings;

  /** Notifies the watcher as soon as the page is one that it does not know. */
  public void watch(JobQuery query, ListWatcher watcher) {
    boolean[] first = {false};
    lists.compute(
        query,
        (same, known) -> {
          first[0] = known == null;
          WatchedList list =
              known == null ? new WatchedList(System.nanoTime() + pollInterval().toNanos()) : known;
          list.watchers().add(watcher);
          return list;
        });
    if (first[0]) {
      loop.wake();
    }
    if (loop.isStopping()) {
      watcher.close();
    }
  }

  /** Stops notifying the watcher. */
  public void unwatch(JobQuery query, ListWatcher watcher) {
    lists.computeIfPresent(
        query,
        (same, list) -> {
          list.watchers().remove(watcher);
          return list.watchers().isEmpty() ? null : list;
        });
  }

  private Duration pollInterval() {
    return settings.get(WatchSettings.POLL_INTERVAL);
  }

  void start(Executor executor) {
    loop.start(executor);
  }

  private Loop.Pause pass() {
    PassResult result = new PassResult();
    lists.forEach(
        (query, list) -> {
          if (!loop.isStopping() && System.nanoTime() - list.nextPollNanos() >= 0) {
            poll(query, list, result);
          }
        });
    if (result.failure != null) {
      throw result.failure;
    }
    return result.polled ? Loop.Pause.upTo(pauseNanos()) : Loop.Pause.idle(pauseNanos());
  }

  private static final class PassResult {
    private boolean polled;
    private @Nullable RuntimeException failure;
  }

  private long pauseNanos() {
    long now = System.nanoTime();
    return lists.values().stream()
        .mapToLong(list -> Math.max(LEAST_REST_NANOS, list.nextPollNanos() - now))
        .min()
        .orElse(IDLE_NANOS);
  }

  /** A page that cannot be read must not keep the others from it; the loop logs the failure. */
  private void poll(JobQuery query, WatchedList list, PassResult result) {
    long begunNanos = System.nanoTime();
    long tookNanos = 0;
    result.polled = true;
    try {
      notifyIfChanged(query, list);
      tookNanos = System.nanoTime() - begunNanos;
    } catch (RuntimeException e) {
      result.failure = e;
    } finally {
      list.pollNextAt(System.nanoTime() + Loop.restNanos(tookNanos, pollInterval(), REST_FACTOR));
    }
  }

  private void notifyIfChanged(JobQuery query, WatchedList list) {
    String version = reader.version(query);
    if (list.watchers().stream().allMatch(watcher -> watcher.knows(version))) {
      return;
    }
    JobPage page = reader.page(query);
    String newest = page.version();
    notifyWatchers(
        list,
        watcher -> {
          if (!watcher.knows(newest)) {
            watcher.changed(page);
          }
        });
  }

  private static void notifyWatchers(WatchedList list, Consumer<ListWatcher> news) {
    for (ListWatcher watcher : list.watchers()) {
      Guarded.run(LOG, "notifying the watcher of a list", () -> news.accept(watcher));
    }
  }

  /** Tells all watchers that time has passed. */
  void timePassed() {
    long now = System.nanoTime();
    lists.values().forEach(list -> notifyWatchers(list, watcher -> watcher.timePassed(now)));
  }

  /** Stops watching and closes all watchers, also those that come later. */
  void stop() {
    loop.stop();
    lists.values().forEach(list -> notifyWatchers(list, ListWatcher::close));
  }
}
