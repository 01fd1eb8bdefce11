package org.meanwhile.watch;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A page of a list with watchers. Thread-safe. */
final class WatchedList {
  private final Set<ListWatcher> watchers = ConcurrentHashMap.newKeySet(2);
  private volatile long nextPollNanos;

  /**
   * A page without watchers.
   *
   * @param nextPollNanos the {@link System#nanoTime} of the first poll: a new watcher has just read
   *     the page
   */
  WatchedList(long nextPollNanos) {
    this.nextPollNanos = nextPollNanos;
  }

  Set<ListWatcher> watchers() {
    return watchers;
  }

  long nextPollNanos() {
    return nextPollNanos;
  }

  void pollNextAt(long nanos) {
    nextPollNanos = nanos;
  }
}
