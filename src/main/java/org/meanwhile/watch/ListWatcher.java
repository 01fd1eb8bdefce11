package org.meanwhile.watch;

import org.meanwhile.job.read.JobPage;

/**
 * Somebody who waits for a page of a list to become another one. Called as a {@link JobWatcher} is:
 * it leaves all that may take long to {@link BoundedExecutor}.
 */
public interface ListWatcher extends Watcher {

  /**
   * Whether the page of this version is no news.
   *
   * @param version see {@link JobPage#version}
   */
  boolean knows(String version);

  /** How the page is now. */
  void saw(JobPage page);
}
