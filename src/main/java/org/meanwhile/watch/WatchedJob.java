package org.meanwhile.watch;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.meanwhile.job.JobView;

/** A job that somebody waits for, as it was last seen here. Safe for many threads. */
final class WatchedJob {
  private final Set<JobWatcher> watchers = ConcurrentHashMap.newKeySet(2);
  private JobView seen;

  WatchedJob(JobView seen) {
    this.seen = seen;
  }

  synchronized JobView seen() {
    return seen;
  }

  /** False when it is no news: the same, or older. */
  synchronized boolean advance(JobView view) {
    boolean newer = view.job().version() > seen.job().version();
    if (newer) {
      seen = view;
    }
    return newer;
  }

  Set<JobWatcher> watchers() {
    return watchers;
  }
}
