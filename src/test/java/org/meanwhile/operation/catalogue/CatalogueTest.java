package org.meanwhile.operation.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.meanwhile.operation.Operation;
import org.meanwhile.operation.OperationDefinition;
import org.meanwhile.operation.Task;
import org.meanwhile.testkit.TestTask;

class CatalogueTest {

  record Word(String word) {}

  abstract static class Base<T, U> implements Operation<U> {}

  @OperationDefinition(
      name = "echo",
      title = "Echo",
      takes = {"text/*", "application/pdf"},
      maxAttempts = 2,
      rerunnable = false)
  static class Echo extends Base<String, Word> {
    @Override
    public void run(Word input, Task task) throws IOException {
      if (input.word() == null) {
        throw new IOException("no word");
      }
      task.message(input.word());
    }
  }

  /** A client proxy of CDI: a subclass without the annotation. */
  static final class EchoProxy extends Echo {}

  @OperationDefinition(name = "Bad Name", title = "x")
  static class BadName extends Echo {}

  @OperationDefinition(name = "no-record", title = "x")
  static class NoRecord implements Operation<Map<String, Object>> {
    @Override
    public void run(Map<String, Object> input, Task task) {}
  }

  @OperationDefinition(name = "bad-media", title = "x", takes = "text")
  static class BadMedia extends Echo {}

  @Test
  void operations_are_found_by_name_and_listed_by_name() {
    OfferedOperation zip = named("zip");
    OfferedOperation echo = OfferedOperation.of(new Echo());
    Catalogue catalogue = Catalogue.of(List.of(zip, echo));

    assertThat(catalogue.all()).containsExactly(echo, zip);
    assertThat(catalogue.find("zip")).contains(zip);
    assertThat(catalogue.find("none")).isEmpty();
  }

  @Test
  void two_operations_with_one_name_stop_the_start() {
    assertThatThrownBy(() -> Catalogue.of(List.of(named("twice"), named("twice"))))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("two operations are called 'twice'");
  }

  @Test
  void a_proxy_is_offered_as_the_class_behind_it() {
    OfferedOperation echo = OfferedOperation.of(new EchoProxy());
    assertThat(echo.name()).isEqualTo("echo");
    assertThat(echo.title()).isEqualTo("Echo");
    assertThat(echo.maxAttempts()).isEqualTo(2);
    assertThat(echo.rerunnable()).isFalse();
    assertThat(echo.fileRequired()).isTrue();
    assertThat(echo.yields()).containsExactly("application/octet-stream");
    assertThat(echo.inputSchema()).contains("\"word\"");
  }

  @Test
  void a_bad_class_is_named_in_the_message() {
    assertThatThrownBy(() -> OfferedOperation.of(new BadName()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("CatalogueTest$BadName", "a name is");
    assertThatThrownBy(() -> OfferedOperation.of(new NoRecord()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("CatalogueTest$NoRecord", "not a record");
    assertThatThrownBy(() -> OfferedOperation.of(new BadMedia()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("CatalogueTest$BadMedia", "'text' is not a media type");
    assertThatThrownBy(() -> OfferedOperation.of((Word input, Task task) -> {}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no @OperationDefinition");
  }

  @Test
  void the_input_is_read_and_the_operation_run() throws Exception {
    TestTask task = new TestTask();
    OfferedOperation.of(new EchoProxy()).run("{\"word\": \"hello\"}", task);
    assertThat(task.messages()).containsExactly("hello");
  }

  @Test
  void an_exception_of_the_operation_is_passed_on() {
    assertThatThrownBy(() -> OfferedOperation.of(new Echo()).run(null, new TestTask()))
        .isExactlyInstanceOf(IOException.class)
        .hasMessage("no word");
  }

  @Test
  void an_invalid_input_does_not_run_the_operation() {
    TestTask task = new TestTask();
    assertThatThrownBy(() -> OfferedOperation.of(new Echo()).run("{\"word\": 1}", task))
        .isInstanceOf(InvalidInput.class);
    assertThat(task.messages()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "text/plain, true",
    "TEXT/CSV; charset=utf-8, true",
    "application/pdf;version=1, true",
    "application/json, false",
    "text, false",
    "text/, false",
    ", false"
  })
  void media_types_match_ranges_without_regard_to_parameters(String mediaType, boolean accepted) {
    assertThat(OfferedOperation.of(new Echo()).accepts(mediaType)).isEqualTo(accepted);
  }

  @Test
  void an_operation_that_takes_no_file_requires_none() {
    OfferedOperation operation = named("plain");
    assertThat(operation.takesFile()).isFalse();
    assertThat(operation.fileRequired()).isFalse();
    assertThat(operation.accepts("text/plain")).isFalse();
  }

  private static OfferedOperation named(String name) {
    OperationInfo info =
        new OperationInfo(
            name, "title", "", List.of(), true, List.of("text/plain"), 1, OperationTraits.PROGRAM);
    return OfferedOperation.of(info, "{}", input -> List.of(), (input, task) -> {});
  }
}
