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
import org.meanwhile.operation.RecordingTask;
import org.meanwhile.operation.catalogue.OfferedOperation;

/**
 * Real programs that do not want to end. Each of their processes leaves a file named by its id, so
 * that the test knows them all, and the last one's words tell that it is there.
 */
@Timeout(60)
class ProcessTreeTest {

  @TempDir private Path folder;

  private final RecordingTask task = RecordingTask.first();

  @AfterEach
  void nothing_is_left_for_other_tests() throws IOException {
    if (Files.notExists(folder.resolve("pids"))) {
      return;
    }
    known().forEach(ProcessHandle::destroyForcibly);
  }

  @Test
  void a_cancelled_program_is_ended_with_its_children() throws Exception {
    cancelOnceReady("sh loop.sh & sh -c 'sh loop.sh & wait' & mark; wait", 3);
  }

  @Test
  void it_may_leave_in_order() throws Exception {
    cancelOnceReady("trap 'echo bye > \"$DIR/bye\"; exit 0' TERM; mark; sh loop.sh & wait", 2);
    assertThat(folder.resolve("bye")).exists();
  }

  @Test
  void one_that_ignores_being_told_is_killed() throws Exception {
    cancelOnceReady("trap '' TERM; mark; while :; do sleep 0.05; done", 1);
  }

  @Test
  void children_that_are_started_while_it_is_killed_are_killed_as_well() throws Exception {
    cancelOnceReady(
        "trap 'sh loop.sh & sh loop.sh & exit 0' TERM; mark; while :; do sleep 0.05; done", 1);
    assertThat(known().count()).isZero();
  }

  @Test
  void a_child_that_detached_itself_is_killed() throws Exception {
    cancelOnceReady(
        "(setsid sh loop.sh </dev/null >/dev/null 2>&1 &) ; mark; while :; do sleep 0.05; done", 2);
  }

  @Test
  void a_child_without_the_mark_is_killed_when_it_was_seen() throws Exception {
    cancelOnceReady("env -i DIR=\"$DIR\" PATH=\"$PATH\" sh loop.sh & mark; wait", 2);
  }

  @Test
  void what_it_leaves_behind_when_it_ends_is_killed() throws Exception {
    program(
            "sh loop.sh & (setsid sh loop.sh &); until [ $(ls \"$DIR/pids\" | wc -l) = 2 ]; do sleep 0.05; done; echo done")
        .run(null, task);
    assertThat(task.text()).isEqualTo("done\n");
    assertThat(ids()).hasSize(2);
    assertThat(known()).isEmpty();
  }

  @Test
  void one_that_got_away_with_the_pipes_does_not_keep_the_run() throws Exception {
    // Detached, without the mark, its parent gone within a moment: the one that cannot be caught.
    program(
            "env -i DIR=\"$DIR\" PATH=\"$PATH\" sh -c 'setsid sh loop.sh &';"
                + " until [ $(ls \"$DIR/pids\" | wc -l) = 1 ]; do sleep 0.02; done; echo done")
        .run(null, task);
    assertThat(task.text()).isEqualTo("done\n");
    // Every process that ends passes there for a moment, those of other tests as well; one that
    // waits for the pipes of the living would stay.
    await("no thread waits for the pipes")
        .until(
            () ->
                Thread.getAllStackTraces().values().stream()
                    .flatMap(Stream::of)
                    .noneMatch(frame -> frame.getClassName().contains("ProcessPipeInputStream")));
  }

  @Test
  void an_interruption_while_it_kills_is_not_lost() throws Exception {
    Process process = new ProcessBuilder("/bin/sh", "-c", "sleep 1000").start();
    try (ProcessTree tree = new ProcessTree(process, "none")) {
      tree.look();
      Thread.currentThread().interrupt();
    }
    assertThat(Thread.interrupted()).isTrue();
    assertThat(process.isAlive()).isFalse();
  }

  private void cancelOnceReady(String script, int processes) throws Exception {
    OfferedOperation program = program(script);
    BackgroundRun run = BackgroundRun.of(() -> program.run(null, task));
    await("all processes are there")
        .until(() -> task.text().contains("ready") && ids().size() >= processes);
    List<ProcessHandle> before = known().toList();
    assertThat(before).hasSizeGreaterThanOrEqualTo(processes);

    task.cancel(run.thread());

    assertThat(run.failure().get()).isInstanceOf(InterruptedException.class);
    assertThat(before).noneMatch(ProcessTreeTest::isRunning);
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

  private List<Long> ids() throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve("pids"))) {
      return files.map(each -> Long.valueOf(each.getFileName().toString())).toList();
    }
  }

  private Stream<ProcessHandle> known() throws IOException {
    return ids().stream()
        .map(ProcessHandle::of)
        .flatMap(Optional::stream)
        .filter(ProcessTreeTest::isRunning);
  }

  /** Orphans that nobody reaps are dead all the same. */
  private static boolean isRunning(ProcessHandle process) {
    try {
      String stat = Files.readString(Path.of("/proc/" + process.pid() + "/stat"));
      return process.isAlive() && !stat.contains(") Z ");
    } catch (IOException e) {
      return false;
    }
  }
}
