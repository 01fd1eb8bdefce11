package org.meanwhile.watch;

import org.meanwhile.job.read.JobPage;

/**
 * Waits for a change of one page of a list. Called like a {@link JobWatcher}: it leaves all that
 * may take long to {@link BoundedExecutor}.
 */
public interface ListWatcher extends Watcher {

  /**
   * Whether the watcher knows the page in this version.
   *
   * @param version see {@link JobPage#version}
   */
  boolean knows(String version);

  /** The page is one that the watcher does not know. */
  void changed(JobPage page);
}
