package org.meanwhile.watch;

import org.meanwhile.job.JobView;

/**
 * Somebody who waits for news of one job. Called by threads that serve all watchers, several at a
 * time and in any order: it looks, remembers, and leaves all that may take long to {@link
 * BoundedExecutor}.
 */
public interface JobWatcher extends Watcher {

  /** How the job is now. It may be told the same twice, or something older than it knows. */
  void saw(JobView job);

  /** There is no record of the job any more. */
  void gone();
}
