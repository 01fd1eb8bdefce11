package org.meanwhile.watch;

import org.meanwhile.job.JobView;

/**
 * Waits for changes of one job. Called by threads that serve all watchers, by several at a time and
 * in any order. An implementation compares, remembers, and leaves all that may take long to {@link
 * BoundedExecutor}.
 */
public interface JobWatcher extends Watcher {

  /**
   * The job has changed.
   *
   * @param job the job as it is now; may be the same as in an earlier call, or older
   */
  void changed(JobView job);

  /** The job's record was deleted. */
  void deleted();
}
