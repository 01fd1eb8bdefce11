package org.meanwhile.watch;

/**
 * Waits for further lines of one job's log. Called like a {@link JobWatcher}: it leaves all that
 * may take long to {@link BoundedExecutor}.
 */
public interface LogWatcher extends Watcher {

  /**
   * The log has grown.
   *
   * @param latest the number of its newest line; may be the same as in an earlier call
   */
  void grown(long latest);
}
