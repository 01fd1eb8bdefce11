package org.meanwhile.watch;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A page of a list that somebody waits for. */
final class WatchedList {
  private final Set<ListWatcher> watchers = ConcurrentHashMap.newKeySet(2);
  private volatile long nextLookNanos;

  /**
   * Who begins to follow has just read the page.
   *
   * @param nextLookNanos as {@link System#nanoTime}
   */
  WatchedList(long nextLookNanos) {
    this.nextLookNanos = nextLookNanos;
  }

  Set<ListWatcher> watchers() {
    return watchers;
  }

  long nextLookNanos() {
    return nextLookNanos;
  }

  void lookNextAt(long nanos) {
    nextLookNanos = nanos;
  }
}
