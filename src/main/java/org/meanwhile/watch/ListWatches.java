package org.meanwhile.watch;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.lang.System.Logger.Level;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.meanwhile.job.read.JobLists;
import org.meanwhile.job.read.JobPage;
import org.meanwhile.job.read.JobQuery;
import org.meanwhile.platform.Settings;

/**
 * The pages of lists that anyone on this node waits for, and those who do. Who asks the same (whose
 * jobs, which, how many) is answered by the same look.
 *
 * <p>A look reads only the version of the page, and the page itself when somebody does not know
 * that. What a watcher knows is compared anew each time, so nothing can be missed between its own
 * reading and its first look.
 */
@ApplicationScoped
public class ListWatches {
  private static final System.Logger LOG = System.getLogger(ListWatches.class.getName());

  /**
   * A page is let be so many times as long as its look took: one that the database has to search
   * long for, a label that few jobs have, is looked at less often and does not slow the others.
   */
  private static final int REST = 4;

  private static final long IDLE_NANOS = TimeUnit.SECONDS.toNanos(1);

  /** Pages that are due one shortly after the other are looked at in one turn. */
  private static final long LEAST_REST_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

  private final Map<JobQuery, WatchedList> lists = new ConcurrentHashMap<>();
  private final Semaphore wake = new Semaphore(0);
  private volatile boolean closed;
  private boolean failing;

  @Inject private JobLists reader;
  @Inject private Settings settings;

  /** Tells the watcher as soon as the page is one that it does not know. */
  public void follow(JobQuery query, ListWatcher watcher) {
    boolean[] first = {false};
    lists.compute(
        query,
        (same, known) -> {
          first[0] = known == null;
          WatchedList list =
              known == null ? new WatchedList(System.nanoTime() + tickNanos()) : known;
          list.watchers().add(watcher);
          return list;
        });
    if (first[0]) {
      wake.release();
    }
    if (closed) {
      watcher.close();
    }
  }

  /** Nothing more is told. */
  public void leave(JobQuery query, ListWatcher watcher) {
    lists.computeIfPresent(
        query,
        (same, list) -> {
          list.watchers().remove(watcher);
          return list.watchers().isEmpty() ? null : list;
        });
  }

  private long tickNanos() {
    return settings.get(WatchSettings.POLL_INTERVAL).toNanos();
  }

  /** Looks until the thread is interrupted, or there is nothing to come. */
  void lookOn() throws InterruptedException {
    while (!closed) {
      if (wake.tryAcquire(restNanos(), TimeUnit.NANOSECONDS)) {
        wake.drainPermits();
      }
      lookAtDue();
    }
  }

  private long restNanos() {
    long now = System.nanoTime();
    return lists.values().stream()
        .mapToLong(list -> Math.max(LEAST_REST_NANOS, list.nextLookNanos() - now))
        .min()
        .orElse(IDLE_NANOS);
  }

  private void lookAtDue() {
    boolean[] looked = new boolean[1];
    boolean[] failed = new boolean[1];
    lists.forEach(
        (query, list) -> {
          if (!closed && System.nanoTime() - list.nextLookNanos() >= 0) {
            looked[0] = true;
            failed[0] |= !look(query, list);
          }
        });
    if (looked[0] && failing && !failed[0]) {
      failing = false;
      LOG.log(Level.INFO, "lists are followed again");
    }
  }

  /** What a look has missed, the next one sees. That it failed is said once, not at each tick. */
  private boolean look(JobQuery query, WatchedList list) {
    long begun = System.nanoTime();
    try {
      tellNews(query, list);
      return true;
    } catch (RuntimeException | Error e) {
      if (!failing) {
        failing = true;
        LOG.log(Level.WARNING, "lists cannot be followed for now", e);
      }
      return false;
    } finally {
      long ended = System.nanoTime();
      long took = ended - begun;
      list.lookNextAt(ended + Math.max(tickNanos() - took, REST * took));
    }
  }

  private void tellNews(JobQuery query, WatchedList list) {
    String version = reader.version(query);
    if (list.watchers().stream().allMatch(watcher -> watcher.knows(version))) {
      return;
    }
    JobPage page = reader.page(query);
    String newest = page.version();
    tell(
        list,
        watcher -> {
          if (!watcher.knows(newest)) {
            watcher.saw(page);
          }
        });
  }

  private static void tell(WatchedList list, Consumer<ListWatcher> what) {
    list.watchers().forEach(watcher -> WatchLifecycle.guard(() -> what.accept(watcher)));
  }

  /** Tells all that time has passed. */
  void keepTime() {
    long now = System.nanoTime();
    lists.values().forEach(list -> tell(list, watcher -> watcher.time(now)));
  }

  /** Tells all that there is nothing to come, and those who come later as well. */
  void close() {
    closed = true;
    wake.release();
    lists.values().forEach(list -> tell(list, ListWatcher::close));
  }
}
