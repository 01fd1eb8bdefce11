package org.meanwhile.builtin.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.meanwhile.operation.BackgroundRun;
import org.meanwhile.operation.catalogue.OfferedOperation;
import org.meanwhile.testkit.TestTask;

/**
 * Runs real programs that resist being ended. Each of their processes creates a file named by its
 * id, so that the test knows all of them; the program prints "ready" when it runs.
 */
@Timeout(60)
class ProcessTreeTest {

  @TempDir private Path folder;

  private final TestTask task = new TestTask();

  @AfterEach
  void killAllProcesses() throws IOException {
    if (Files.notExists(folder.resolve("pids"))) {
      return;
    }
    runningProcesses().forEach(ProcessHandle::destroyForcibly);
  }

  @Test
  void a_cancelled_program_is_ended_with_its_children() throws Exception {
    cancelOnceReady("sh loop.sh & sh -c 'sh loop.sh & wait' & mark; wait", 3);
  }

  @Test
  void a_program_may_clean_up_on_sigterm() throws Exception {
    // It goes on when its child, which may get the signal first, has ended.
    cancelOnceReady(
        "trap 'echo bye > \"$DIR/bye\"; exit 0' TERM; mark; sh loop.sh & wait;"
            + " while :; do sleep 0.05; done",
        2);
    assertThat(folder.resolve("bye")).exists();
  }

  @Test
  void a_program_that_ignores_sigterm_is_killed() throws Exception {
    cancelOnceReady("trap '' TERM; mark; while :; do sleep 0.05; done", 1);
  }

  @Test
  void children_that_a_program_starts_while_it_is_ended_are_killed() throws Exception {
    cancelOnceReady(
        "trap 'sh loop.sh & sh loop.sh & exit 0' TERM; mark; while :; do sleep 0.05; done", 1);
    assertThat(runningProcesses().count()).isZero();
  }

  @Test
  void a_detached_child_is_killed() throws Exception {
    cancelOnceReady(
        "(setsid sh loop.sh </dev/null >/dev/null 2>&1 &) ; mark; while :; do sleep 0.05; done", 2);
  }

  @Test
  void a_child_without_the_mark_is_killed_when_a_scan_has_seen_it() throws Exception {
    cancelOnceReady("env -i DIR=\"$DIR\" PATH=\"$PATH\" sh loop.sh & mark; wait", 2);
  }

  @Test
  void processes_that_a_program_leaves_behind_are_killed() throws Exception {
    program(
            "sh loop.sh & (setsid sh loop.sh &); until [ $(ls \"$DIR/pids\" | wc -l) = 2 ]; do sleep 0.05; done; echo done")
        .run(null, task);
    assertThat(task.outputText()).isEqualTo("done\n");
    assertThat(processIds()).hasSize(2);
    assertThat(runningProcesses()).isEmpty();
  }

  @Test
  void a_process_that_escaped_with_the_pipes_does_not_block_the_run() throws Exception {
    // Detached, without the mark, and without a parent at once: such a process cannot be caught.
    program(
            "env -i DIR=\"$DIR\" PATH=\"$PATH\" sh -c 'setsid sh loop.sh &';"
                + " until [ $(ls \"$DIR/pids\" | wc -l) = 1 ]; do sleep 0.02; done; echo done")
        .run(null, task);
    assertThat(task.outputText()).isEqualTo("done\n");
    // Each process that ends has a thread there for a moment, in other tests too. A thread that
    // waits
    // for the pipes of a living process would stay.
    await("no thread waits for the pipes")
        .until(
            () ->
                Thread.getAllStackTraces().values().stream()
                    .flatMap(Stream::of)
                    .noneMatch(frame -> frame.getClassName().contains("ProcessPipeInputStream")));
  }

  @Test
  void an_interrupt_while_processes_are_ended_is_kept() throws Exception {
    Process process = new ProcessBuilder("/bin/sh", "-c", "sleep 1000").start();
    try (ProcessTree tree = new ProcessTree(process, "none")) {
      tree.scan();
      Thread.currentThread().interrupt();
    }
    assertThat(Thread.interrupted()).isTrue();
    assertThat(process.isAlive()).isFalse();
  }

  private void cancelOnceReady(String script, int processes) throws Exception {
    OfferedOperation program = program(script);
    BackgroundRun run = BackgroundRun.of(() -> program.run(null, task));
    await("all processes run")
        .until(() -> task.outputText().contains("ready") && processIds().size() >= processes);
    List<ProcessHandle> processHandles = runningProcesses().toList();
    assertThat(processHandles).hasSizeGreaterThanOrEqualTo(processes);

    task.cancel(run.thread());

    assertThat(run.failure().get()).isInstanceOf(InterruptedException.class);
    assertThat(processHandles).noneMatch(ProcessTreeTest::isRunning);
  }

  private OfferedOperation program(String script) throws IOException {
    Files.createDirectory(folder.resolve("pids"));
    String mark = "mark() { : > \"$DIR/pids/$$\"; echo ready; }\n";
    Path loop = folder.resolve("loop.sh");
    Files.writeString(loop, ": > \"$DIR/pids/$$\"; trap '' HUP; while :; do sleep 0.05; done");
    Path file =
        Files.writeString(
            folder.resolve("program.sh"), mark + script.replace("loop.sh", loop.toString()));
    return Command.offered(
            Map.of("p.line", "/bin/sh '" + file + "'", "p.environment", "DIR='" + folder + "'"))
        .get(0);
  }

  private List<Long> processIds() throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve("pids"))) {
      return files.map(file -> Long.valueOf(file.getFileName().toString())).toList();
    }
  }

  private Stream<ProcessHandle> runningProcesses() throws IOException {
    return processIds().stream()
        .map(ProcessHandle::of)
        .flatMap(Optional::stream)
        .filter(ProcessTreeTest::isRunning);
  }

  /** Zombies have ended. */
  private static boolean isRunning(ProcessHandle process) {
    try {
      String stat = Files.readString(Path.of("/proc/" + process.pid() + "/stat"));
      return process.isAlive() && !stat.contains(") Z ");
    } catch (IOException e) {
      return false;
    }
  }
}
