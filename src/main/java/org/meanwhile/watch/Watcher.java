package org.meanwhile.watch;

/** Waits for changes on behalf of a client. Called by threads that serve all watchers. */
interface Watcher {

  /**
   * Time has passed. Called several times a second, whatever the database does.
   *
   * @param nanos the {@link System#nanoTime} of the call
   */
  void timePassed(long nanos);

  /** The node stops: no other method is called any more. */
  void close();
}
