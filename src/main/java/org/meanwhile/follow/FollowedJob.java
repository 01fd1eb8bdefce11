package org.meanwhile.follow;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.meanwhile.job.JobView;

/** A job that somebody waits for, as it was last seen here. Safe for many threads. */
final class FollowedJob {
  private final Set<Watcher> watchers = ConcurrentHashMap.newKeySet(2);
  private JobView seen;

  FollowedJob(JobView seen) {
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

  Set<Watcher> watchers() {
    return watchers;
  }
}
