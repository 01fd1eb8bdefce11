package org.meanwhile.builtin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.OutputStream;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.meanwhile.operation.BackgroundRun;
import org.meanwhile.operation.PermanentFailure;
import org.meanwhile.operation.TransientFailure;
import org.meanwhile.operation.catalogue.InvalidInput;
import org.meanwhile.operation.catalogue.OfferedOperation;
import org.meanwhile.operation.catalogue.Violation;
import org.meanwhile.testkit.TestTask;
import org.meanwhile.testkit.TestTask.Progress;

@Timeout(60)
class SimulateTest {

  private final OfferedOperation simulate = OfferedOperation.of(new Simulate());

  @Test
  void without_an_input_a_run_takes_ten_steps_and_writes_nothing() throws Exception {
    TestTask task = new TestTask();
    simulate.run(null, task);
    assertThat(task.outputText()).isEmpty();
    assertThat(task.outputType()).contains("text/plain");
    assertThat(task.progress()).hasSize(11).last().isEqualTo(new Progress(10, 10, "steps"));
  }

  @ParameterizedTest
  @CsvSource({"25, 3", "1, 10", "200000, 7", "10, 1"})
  void the_output_has_exactly_the_given_size(int bytes, int steps) throws Exception {
    TestTask task = new TestTask();
    simulate.run("{\"outputBytes\": %d, \"steps\": %d}".formatted(bytes, steps), task);
    assertThat(task.outputText())
        .isEqualTo("meanwhile\n".repeat(bytes / 10 + 1).substring(0, bytes));
  }

  @Test
  void large_outputs_are_written_in_large_blocks() throws Exception {
    Counting counting = new Counting();
    simulate.run("{\"outputBytes\": 1000000000}", new TestTask().writingTo(counting));
    assertThat(counting.bytes).isEqualTo(1_000_000_000L);
    assertThat(counting.writes).isLessThan(20_000);
  }

  @Test
  void a_run_takes_at_least_the_given_duration() throws Exception {
    long start = System.nanoTime();
    simulate.run("{\"duration\": \"PT0.2S\", \"steps\": 3}", new TestTask());
    assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(200_000_000L);
  }

  @Test
  void a_run_fails_at_the_given_step() {
    TestTask task = new TestTask();
    PermanentFailure failure =
        catchThrowableOfType(
            PermanentFailure.class, () -> simulate.run("{\"failAtStep\": 4}", task));
    assertThat(failure.code()).isEqualTo("operation-failed");
    assertThat(task.progress()).last().isEqualTo(new Progress(3, 10, "steps"));
  }

  @Test
  void the_given_number_of_attempts_fails_and_the_next_succeeds() throws Exception {
    String input = "{\"failAtStep\": 1, \"failure\": \"transient\", \"failAttempts\": 2}";
    assertThatThrownBy(() -> simulate.run(input, new TestTask().withAttempt(1)))
        .isInstanceOf(TransientFailure.class);
    assertThatThrownBy(() -> simulate.run(input, new TestTask().withAttempt(2)))
        .isInstanceOf(TransientFailure.class);
    simulate.run(input, new TestTask().withAttempt(3));
  }

  @Test
  void a_run_after_a_crash_continues_from_the_checkpoint_and_writes_all_output() throws Exception {
    String input = "{\"duration\": \"PT5S\", \"steps\": 4, \"outputBytes\": 35}";
    TestTask crashing = new TestTask();
    BackgroundRun run = BackgroundRun.of(() -> simulate.run(input, crashing));
    Awaitility.await().until(() -> !crashing.checkpoints().isEmpty());
    crashing.cancel(run.thread());
    assertThat(run.failure().get()).isNotNull();

    TestTask next = crashing.nextRun();
    long start = System.nanoTime();
    simulate.run(input, next);

    assertThat(System.nanoTime() - start).isLessThan(5_000_000_000L);
    assertThat(next.progress()).first().isEqualTo(new Progress(1, 4, "steps"));
    assertThat(next.progress()).last().isEqualTo(new Progress(4, 4, "steps"));
    assertThat(next.outputText()).isEqualTo("meanwhile\n".repeat(4).substring(0, 35));
    assertThat(next.messages()).containsExactly("went on after step 1 of an earlier run");
  }

  @Test
  void checkpoints_are_a_second_apart_for_any_number_of_steps() throws Exception {
    TestTask task = new TestTask();
    simulate.run("{\"steps\": 1000}", task);
    assertThat(task.checkpoints()).isEmpty();
  }

  @Test
  void a_run_whose_checkpoint_is_the_last_step_writes_its_output() throws Exception {
    TestTask task = new TestTask();
    task.checkpoint(new byte[] {'1', '0'});
    simulate.run("{\"outputBytes\": 10}", task);
    assertThat(task.outputText()).isEqualTo("meanwhile\n");
  }

  @Test
  void the_wait_is_interruptible() throws Exception {
    TestTask task = new TestTask();
    BackgroundRun run =
        BackgroundRun.of(() -> simulate.run("{\"duration\": \"P7D\", \"steps\": 1}", task));
    task.cancel(run.thread());
    assertThat(run.failure().get()).isInstanceOf(InterruptedException.class);
  }

  @Test
  void a_cancelled_run_without_waits_ends() {
    TestTask task = new TestTask();
    task.cancel(Thread.currentThread());
    assertThat(Thread.interrupted()).isTrue();
    assertThatThrownBy(() -> simulate.run("{\"steps\": 1000000}", task))
        .isInstanceOf(CancellationException.class);
  }

  @Test
  void a_run_that_ignores_interrupts_runs_to_its_end() throws Exception {
    TestTask task = new TestTask();
    BackgroundRun run =
        BackgroundRun.of(
            () ->
                simulate.run(
                    "{\"duration\": \"PT0.3S\", \"steps\": 3, \"ignoreInterrupt\": true}", task));
    task.cancel(run.thread());
    assertThat(run.failure().get()).isNull();
    assertThat(task.progress()).last().isEqualTo(new Progress(3, 3, "steps"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"duration\": \"P8D\"} | /duration",
        "{\"duration\": \"-PT1S\"} | /duration",
        "{\"steps\": 0} | /steps",
        "{\"steps\": 1000001} | /steps",
        "{\"outputBytes\": -1} | /outputBytes",
        "{\"outputBytes\": 1099511627777} | /outputBytes",
        "{\"mediaType\": \"text\"} | /mediaType",
        "{\"mediaType\": \"text/plain\\r\\nX: y\"} | /mediaType",
        "{\"failAtStep\": 0} | /failAtStep",
        "{\"failure\": \"maybe\"} | /failure",
        "{\"failAttempts\": 0} | /failAttempts",
        "{\"ignoreInterrupt\": 1} | /ignoreInterrupt",
        "{\"failAtStep\": 3, \"steps\": 2} | ``",
      })
  void an_input_beyond_the_limits_is_refused(String input, String pointer) {
    InvalidInput refusal = catchThrowableOfType(InvalidInput.class, () -> simulate.check(input));
    assertThat(refusal.violations()).extracting(Violation::pointer).isEqualTo(List.of(pointer));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"duration\": \"P7D\", \"steps\": 1000000, \"outputBytes\": 1099511627776}",
        "{\"mediaType\": \"text/csv; charset=utf-8\"}",
        "{\"failAtStep\": 2, \"steps\": 2}"
      })
  void an_input_at_the_limits_is_accepted(String input) {
    assertThatCode(() -> simulate.check(input)).doesNotThrowAnyException();
  }

  private static final class Counting extends OutputStream {
    private long bytes;
    private int writes;

    @Override
    public void write(int one) {
      throw new AssertionError("one byte at a time");
    }

    @Override
    public void write(byte[] block, int offset, int length) {
      bytes += length;
      writes++;
    }
  }
}
