package org.meanwhile.watch;

/** Somebody who waits. Called by threads that serve all who do. */
interface Watcher {

  /**
   * Time has passed; called several times a second, whatever the database does.
   *
   * @param nanos as {@link System#nanoTime}
   */
  void time(long nanos);

  /** The node stops: nothing more will be told. */
  void close();
}
