package org.meanwhile.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.meanwhile.testkit.TestTask.LogLine;
import org.meanwhile.testkit.TestTask.Progress;

class TestTaskTest {
  private static final byte[] STATE = {1, 2, 3};

  private final TestTask task = new TestTask();

  @Test
  void it_records_what_an_operation_says() {
    task.progress(-1, -5, null);
    task.progress(2, 3, "rows".repeat(9));
    task.message("reads");
    task.message(null);
    task.log("one\ntwo\u0007");
    task.log(System.Logger.Level.WARNING, "three");

    assertThat(task.progress())
        .containsExactly(new Progress(0, 0, null), new Progress(2, 3, "rows".repeat(8)));
    assertThat(task.messages()).containsExactly("reads");
    assertThat(task.log())
        .extracting(LogLine::level)
        .containsExactly(
            System.Logger.Level.INFO, System.Logger.Level.INFO, System.Logger.Level.WARNING);
    assertThat(task.log()).extracting(LogLine::text).element(0).isEqualTo("one");
    assertThat(task.log()).extracting(LogLine::text).noneMatch(text -> text.contains("\u0007"));
  }

  @Test
  void the_output_is_named_as_clients_get_it() throws IOException {
    assertThat(task.outputType()).isEmpty();
    task.output("text/plain; charset=utf-8", "/var/tmp/a\tb.txt").write('x');

    assertThat(task.outputType()).contains("text/plain; charset=utf-8");
    assertThat(task.outputName()).contains("a_b.txt");
    assertThat(task.outputText()).isEqualTo("x");
    assertThat(task.outputBytes()).containsExactly('x');
  }

  @Test
  void a_second_output_and_one_without_a_media_type_are_refused() {
    assertThatThrownBy(() -> task.output("text", "a.txt"))
        .isInstanceOf(IllegalArgumentException.class);
    task.output("text/plain", "a.txt");
    assertThatThrownBy(() -> task.output("text/plain", "a.txt"))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void checkpoints_are_kept_for_the_next_run_and_do_not_change_this_one() {
    task.withFile("content").withAttempt(2).withLastCheckpoint(new byte[] {0});
    task.checkpoint(STATE);

    assertThat(task.lastCheckpoint()).contains(new byte[] {0});
    assertThat(task.checkpoints()).containsExactly(STATE);
    TestTask next = task.nextRun();
    assertThat(next.lastCheckpoint()).contains(STATE);
    assertThat(next.jobId()).isEqualTo(task.jobId());
    assertThat(next.attempt()).isEqualTo(2);
    assertThat(next.file()).isPresent();
    assertThat(next.nextRun().lastCheckpoint()).contains(STATE);
  }

  @Test
  void a_checkpoint_beyond_64_KiB_is_refused() {
    task.checkpoint(new byte[64 * 1024]);
    assertThatThrownBy(() -> task.checkpoint(new byte[64 * 1024 + 1]))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void a_canceled_run_can_do_nothing_more() throws IOException {
    task.withFile("content");
    OutputStream out = task.output("text/plain", "a.txt");
    InputStream in = task.file().orElseThrow().open();
    task.cancel();

    assertThat(Thread.currentThread().isInterrupted()).as("no operation runs").isFalse();
    assertThatThrownBy(task::checkCanceled).isInstanceOf(CancellationException.class);
    assertThatThrownBy(() -> out.write('x')).isInstanceOf(CancellationException.class);
    assertThatThrownBy(() -> out.write(STATE)).isInstanceOf(CancellationException.class);
    assertThatThrownBy(in::read).isInstanceOf(CancellationException.class);
    assertThatThrownBy(in::readAllBytes).isInstanceOf(CancellationException.class);
    assertThatThrownBy(() -> task.checkpoint(STATE)).isInstanceOf(CancellationException.class);
  }

  @Test
  void a_crash_leaves_the_next_run_its_file_uncanceled() throws IOException {
    task.withFile("content").cancel();

    assertThat(task.nextRun().file().orElseThrow().open().readAllBytes())
        .isEqualTo("content".getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void it_cancels_itself_when_the_test_says() {
    task.cancelWhen(run -> run.checkpoints().size() == 2);
    task.checkpoint(STATE);

    assertThatThrownBy(() -> task.checkpoint(STATE)).isInstanceOf(CancellationException.class);
    assertThat(task.checkpoints()).as("stored before the run stops").hasSize(2);
  }

  @Test
  void the_scratch_directory_is_gone_when_it_is_closed() throws IOException {
    Path scratch = task.scratch();
    Files.writeString(scratch.resolve("a.txt"), "x");
    assertThat(task.scratch()).isEqualTo(scratch);
    task.close();

    assertThat(scratch).doesNotExist();
    task.close();
  }
}
