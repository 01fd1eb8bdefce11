package org.meanwhile.bench.peer;

/** A job library with a backlog that it does not work on until it is told to. */
interface Peer {
  /** Stores so many jobs that do nothing. */
  void store(int jobs) throws Exception;

  /** Works until all are done, and beyond. */
  void start() throws Exception;

  /** Works no more, for now. */
  void pause() throws Exception;
}
