package org.meanwhile.work;

import java.util.Map;
import java.util.Map.Entry;

/**
 * Recognises threads that end this process by {@code System.exit}. Such a thread waits inside of
 * {@link Runtime#exit} for the hooks of the shutdown, and never returns from there.
 */
final class ProcessExit {

  private ProcessExit() {}

  /** Whether a thread, of which this is the stack, is inside of {@code System.exit}. */
  static boolean isIn(StackTraceElement[] stack) {
    for (StackTraceElement call : stack) {
      if (call.getClassName().equals("java.lang.Runtime") && call.getMethodName().equals("exit")) {
        return true;
      }
    }
    return false;
  }

  /**
   * Whether a thread that this application has started ends the process. The server may do so too,
   * when its administrator tells it to stop. A thread has the context class loader of the one that
   * started it, unless it was given another.
   */
  static boolean isByThreadOf(ClassLoader application) {
    return isByThreadOf(application, Thread.getAllStackTraces());
  }

  static boolean isByThreadOf(ClassLoader application, Map<Thread, StackTraceElement[]> stacks) {
    for (Entry<Thread, StackTraceElement[]> stack : stacks.entrySet()) {
      if (stack.getKey().getContextClassLoader() == application && isIn(stack.getValue())) {
        return true;
      }
    }
    return false;
  }
}
