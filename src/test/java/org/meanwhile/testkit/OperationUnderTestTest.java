package org.meanwhile.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.NotNull;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.meanwhile.operation.Operation;
import org.meanwhile.operation.OperationDefinition;
import org.meanwhile.operation.Task;
import org.meanwhile.operation.catalogue.InvalidInput;
import org.meanwhile.operation.catalogue.OfferedOperation;
import org.meanwhile.operation.catalogue.Violation;

@ExtendWith(OperationExtension.class)
class OperationUnderTestTest {

  @OperationDefinition(
      name = "repeat",
      title = "Repeats",
      takes = "text/*",
      fileRequired = false,
      yields = "text/plain")
  static final class Repeat implements Operation<Repeat.Input> {
    record Input(
        @NotNull String text, @Max(100) @Schema(defaultValue = "2") int times, Duration pause) {}

    @Override
    public void run(Input input, Task task) throws Exception {
      OutputStream out = task.output("text/plain", "repeated.txt");
      for (int i = 0; i < input.times(); i++) {
        task.progress(i, input.times(), "times");
        try {
          out.write(input.text().getBytes());
        } catch (CancellationException e) {
          // What no operation may do: to return now says that the output is whole.
          return;
        }
      }
    }
  }

  @OperationDefinition(name = "Wrong Name", title = "Is refused")
  static final class Misnamed implements Operation<Misnamed.Input> {
    record Input() {}

    @Override
    public void run(Input input, Task task) {}
  }

  private static Path scratch;

  private final OperationUnderTest<Repeat> repeat;

  OperationUnderTestTest(OperationUnderTest<Repeat> repeat) {
    this.repeat = repeat;
  }

  @Test
  void the_input_is_read_as_on_a_server_with_its_defaults(TestTask task) throws Exception {
    repeat.run("{\"text\": \"ab\"}", task);

    assertThat(task.outputText()).isEqualTo("abab");
    assertThat(task.progress()).hasSize(2);
  }

  @Test
  void what_callers_are_told_is_what_the_server_tells() {
    assertThat(repeat.violations("{\"text\": \"ab\", \"pause\": \"PT1S\"}")).isEmpty();
    assertThat(repeat.violations("{\"times\": 101, \"pause\": \"P1M\", \"other\": 1}"))
        .extracting(Violation::pointer)
        .containsExactlyInAnyOrder("/text", "/times", "/pause", "/other");
    assertThat(repeat.inputSchema())
        .isEqualTo(OfferedOperation.of(new Repeat()).inputSchema())
        .contains("\"maximum\":100");
  }

  @Test
  void an_invalid_input_does_not_run(TestTask task) {
    assertThatThrownBy(() -> repeat.run("{}", task)).isInstanceOf(InvalidInput.class);
    assertThat(task.progress()).isEmpty();
  }

  @Test
  void a_file_that_the_server_refuses_is_refused(TestTask task) throws Exception {
    assertThatThrownBy(
            () ->
                repeat.run(
                    "{\"text\": \"a\"}", task.withFile("image/png", "a.png", new byte[] {1})))
        .hasMessageStartingWith("415: ");
    repeat.run("{\"text\": \"a\"}", new TestTask().withFile("a file"));
    OperationUnderTest<NeedsFile> needing = OperationUnderTest.of(new NeedsFile());
    assertThatThrownBy(() -> needing.run("{}")).hasMessageStartingWith("400: ");
  }

  @OperationDefinition(name = "needs-file", title = "Needs a file", takes = "*/*")
  static final class NeedsFile implements Operation<NeedsFile.Input> {
    record Input() {}

    @Override
    public void run(Input input, Task task) {}
  }

  @Test
  void a_canceled_run_that_returns_does_not_count(TestTask task) {
    task.cancelWhen(run -> run.progress().size() == 3);

    assertThatThrownBy(() -> repeat.run("{\"text\": \"a\", \"times\": 9}", task))
        .isInstanceOf(CancellationException.class);
    assertThat(task.outputText()).isEqualTo("aa");
    assertThat(Thread.currentThread().isInterrupted()).as("the test goes on").isFalse();
  }

  @Test
  void a_definition_that_would_stop_a_node_is_refused() {
    assertThatThrownBy(() -> OperationUnderTest.of(new Misnamed()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Misnamed");
  }

  @Test
  void each_test_has_a_task_of_its_own(TestTask task, TestTask other) throws IOException {
    assertThat(task).isNotSameAs(other);
    scratch = task.scratch();
    assertThat(scratch).isDirectory();
  }

  @AfterAll
  static void the_scratch_directory_of_a_test_is_deleted_after_it() {
    assertThat(scratch).doesNotExist();
  }
}
