package org.meanwhile.work;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URL;
import java.net.URLClassLoader;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ProcessExitTest {
  private static final StackTraceElement[] EXITS = {
    call("java.lang.Shutdown", "exit"),
    call("java.lang.Runtime", "exit"),
    call("java.lang.System", "exit"),
    call("org.example.Library", "fatal")
  };

  /** The JVM's own thread, after SIGTERM. */
  private static final StackTraceElement[] HEEDS_SIGNAL = {
    call("java.lang.Shutdown", "exit"), call("java.lang.Terminator$1", "handle")
  };

  private final ClassLoader application = new URLClassLoader(new URL[0]);
  private final Thread ours = thread(application);
  private final Thread servers = thread(ClassLoader.getSystemClassLoader());

  private static StackTraceElement call(String type, String method) {
    return new StackTraceElement(type, method, null, -1);
  }

  private static Thread thread(ClassLoader context) {
    Thread thread = new Thread(() -> {});
    thread.setContextClassLoader(context);
    return thread;
  }

  @Test
  void a_thread_that_an_operation_has_started_ends_the_process() {
    assertThat(ProcessExit.isByThreadOf(application, Map.of(servers, HEEDS_SIGNAL, ours, EXITS)))
        .isTrue();
  }

  @Test
  void an_administrators_stop_is_no_operations() {
    assertThat(
            ProcessExit.isByThreadOf(
                application, Map.of(servers, EXITS, ours, new StackTraceElement[0])))
        .isFalse();
  }

  @Test
  void a_signal_is_no_exit() {
    assertThat(ProcessExit.isByThreadOf(application, Map.of(ours, HEEDS_SIGNAL))).isFalse();
  }

  @Test
  void no_thread_is_in_an_exit_while_the_process_lives() {
    assertThat(ProcessExit.isByThreadOf(Thread.currentThread().getContextClassLoader())).isFalse();
  }
}
