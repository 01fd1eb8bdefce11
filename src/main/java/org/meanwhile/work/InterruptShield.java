package org.meanwhile.work;

import java.io.IOException;
import java.util.concurrent.Callable;

/**
 * Defers interrupts of a run's thread while that thread uses the database, and delivers them
 * afterwards. An interrupted thread closes the file or socket that it is using, and these are the
 * database's.
 *
 * <p>The run's thread enters, leaves and raises the shield; any thread may interrupt.
 */
final class InterruptShield {
  private Thread thread;
  private boolean raised;
  private boolean pending;

  @FunctionalInterface
  interface Action<T> {
    T get() throws IOException;
  }

  /** Lets interrupts reach the calling thread from now on, including one that came before. */
  synchronized void enter() {
    thread = Thread.currentThread();
    if (pending) {
      pending = false;
      thread.interrupt();
    }
  }

  /** Lets no interrupt reach the thread any more, and clears one that is pending. */
  synchronized void leave() {
    thread = null;
    pending = false;
    Thread.interrupted();
  }

  /** Interrupts the thread: at once, or as soon as it has entered or the shield is lowered. */
  synchronized void interrupt() {
    if (thread == null || raised) {
      pending = true;
    } else {
      thread.interrupt();
    }
  }

  /** Whether the thread ends the process. */
  synchronized boolean isExiting() {
    return thread != null && ProcessExit.isIn(thread.getStackTrace());
  }

  /** Runs an action that an interrupt must not hit. */
  <T> T shielded(Action<T> action) throws IOException {
    raise();
    try {
      return action.get();
    } finally {
      lower();
    }
  }

  /** The same for any call. */
  <T> T shieldedCall(Callable<T> call) throws Exception {
    raise();
    try {
      return call.call();
    } finally {
      lower();
    }
  }

  private synchronized void raise() {
    raised = true;
    pending |= Thread.interrupted();
  }

  private synchronized void lower() {
    raised = false;
    if (pending) {
      pending = false;
      Thread.currentThread().interrupt();
    }
  }
}
