package org.meanwhile.bench.peer;

/** A job library with a backlog that it runs only between {@link #start} and {@link #pause}. */
interface Peer {
  /** Stores jobs that do nothing. */
  void store(int jobs) throws Exception;

  /** Starts to run jobs, until {@link #pause}. */
  void start() throws Exception;

  /** Stops running jobs. */
  void pause() throws Exception;
}
