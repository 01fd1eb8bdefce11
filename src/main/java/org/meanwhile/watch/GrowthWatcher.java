package org.meanwhile.watch;

/**
 * Waits until something of one job has grown: its log, or the output that its run writes. Called
 * like a {@link JobWatcher}: it leaves all that may take long to {@link BoundedExecutor}.
 */
public interface GrowthWatcher extends Watcher {

  /**
   * It has grown.
   *
   * @param latest the number of the newest line, or the output's size; may be the same as in an
   *     earlier call, and smaller when another run has begun
   */
  void grown(long latest);
}
