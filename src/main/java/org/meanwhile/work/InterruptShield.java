package org.meanwhile.work;

import java.io.IOException;

/**
 * Holds interrupts off a run's thread while it uses the database, and delivers them after.
 *
 * <p>The thread itself opens and closes the shield; any thread may interrupt.
 */
final class InterruptShield {
  private Thread thread;
  private boolean up;
  private boolean pending;

  /** What is done behind the shield. */
  @FunctionalInterface
  interface Work<T> {
    T get() throws IOException;
  }

  /** The calling thread is the one to be interrupted from now on. */
  synchronized void enter() {
    thread = Thread.currentThread();
    if (pending) {
      pending = false;
      thread.interrupt();
    }
  }

  /** No interrupt comes any more, and none is left on the thread. */
  synchronized void leave() {
    thread = null;
    pending = false;
    Thread.interrupted();
  }

  /** Interrupts the thread, now or when it comes out. */
  synchronized void interrupt() {
    if (thread == null || up) {
      pending = true;
    } else {
      thread.interrupt();
    }
  }

  /** Does something that an interrupt must not hit. */
  <T> T behind(Work<T> work) throws IOException {
    raise();
    try {
      return work.get();
    } finally {
      lower();
    }
  }

  private synchronized void raise() {
    up = true;
    pending |= Thread.interrupted();
  }

  private synchronized void lower() {
    up = false;
    if (pending) {
      pending = false;
      Thread.currentThread().interrupt();
    }
  }
}
