package org.meanwhile.follow;

import org.meanwhile.job.JobPage;

/**
 * Somebody who waits for a page of a list to become another one. Called as a {@link Watcher} is: it
 * leaves all that may take long to {@link Chores}.
 */
public interface ListWatcher extends Waiter {

  /**
   * Whether the page of this version is no news.
   *
   * @param version see {@link JobPage#version}
   */
  boolean knows(String version);

  /** How the page is now. */
  void saw(JobPage page);
}
