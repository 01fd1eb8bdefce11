package org.meanwhile.watch;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.meanwhile.job.JobView;

/** A job with watchers, as this node saw it last. Thread-safe. */
final class WatchedJob {
  private final Set<JobWatcher> watchers = ConcurrentHashMap.newKeySet(2);
  private JobView latest;

  WatchedJob(JobView latest) {
    this.latest = latest;
  }

  synchronized JobView latest() {
    return latest;
  }

  /** Takes a newer view of the job; false when the view is the same or older. */
  synchronized boolean advance(JobView view) {
    boolean newer = view.job().version() > latest.job().version();
    if (newer) {
      latest = view;
    }
    return newer;
  }

  Set<JobWatcher> watchers() {
    return watchers;
  }
}
