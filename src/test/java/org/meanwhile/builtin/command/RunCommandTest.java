package org.meanwhile.builtin.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.meanwhile.operation.PermanentFailure;
import org.meanwhile.operation.catalogue.OfferedOperation;
import org.meanwhile.testkit.TestTask;
import org.meanwhile.testkit.TestTask.Progress;

@Timeout(60)
class RunCommandTest {

  @TempDir private Path folder;

  private final TestTask task = new TestTask();

  @Test
  void standard_output_is_the_output_of_the_job() throws Exception {
    script("printf 'one\\ntwo\\n'", Map.of("yields", "text/plain", "file-name", "words.txt"))
        .run(null, task);

    assertThat(task.outputText()).isEqualTo("one\ntwo\n");
    assertThat(task.outputType()).contains("text/plain");
    assertThat(task.outputName()).contains("words.txt");
    assertThat(task.progress()).last().isEqualTo(new Progress(8, 0, "bytes"));
  }

  @Test
  void values_reach_the_program_unchanged() throws Exception {
    OfferedOperation show =
        script(
            "printf '<%s>' \"$@\"",
            Map.of("parameters", "{\"properties\": {\"all\": {}}}"), "{all}");
    show.run("{\"all\": [\"a b\", \"$(id)\", \"'; echo x\", \"*\", \"\", \"x\\ny\"]}", task);
    assertThat(task.outputText()).isEqualTo("<a b><$(id)><'; echo x><*><><x\ny>");
  }

  @Test
  void the_file_is_standard_input_and_the_working_directory_is_empty() throws Exception {
    TestTask withFile = new TestTask().withFile("from the caller");
    script("sleep 0.1; ls -A; cat", Map.of()).run(null, withFile);
    assertThat(withFile.outputText()).isEqualTo("from the caller");
  }

  @Test
  void without_a_file_standard_input_is_empty() throws Exception {
    script("cat; echo end", Map.of()).run(null, task);
    assertThat(task.outputText()).isEqualTo("end\n");
  }

  @Test
  void a_program_that_leaves_its_input_unread_succeeds() throws Exception {
    TestTask withFile = new TestTask().withFile("0123456789".repeat(1_000_000));
    script("head -c 3", Map.of()).run(null, withFile);
    assertThat(withFile.outputText()).isEqualTo("012");
  }

  @Test
  void large_standard_output_and_standard_error_do_not_block_each_other() throws Exception {
    Counting counting = new Counting();
    script(
            "head -c 5000000 /dev/zero >&2; head -c 50000000 /dev/zero;"
                + " head -c 5000000 /dev/zero >&2",
            Map.of())
        .run(null, task.writingTo(counting));
    assertThat(counting.bytes).isEqualTo(50_000_000L);
  }

  @Test
  void the_end_of_standard_error_is_in_the_error_of_the_job() throws Exception {
    OfferedOperation failing =
        script(
            "head -c 9000 /dev/zero | tr '\\0' x >&2; printf 'no \\033[1mink' >&2; exit 3",
            Map.of());
    PermanentFailure failure =
        catchThrowableOfType(PermanentFailure.class, () -> failing.run(null, task));

    assertThat(failure.code()).isEqualTo("exit-code");
    assertThat(failure.getMessage())
        .startsWith("the program ended with exit code 3: xxx")
        .endsWith("xxxno \uFFFD[1mink")
        .hasSizeLessThan(Tail.BYTES + 100);
  }

  @Test
  void a_program_without_standard_error_fails_with_its_exit_code_alone() throws Exception {
    OfferedOperation failing = script("kill -9 $$", Map.of());
    PermanentFailure failure =
        catchThrowableOfType(PermanentFailure.class, () -> failing.run(null, task));
    assertThat(failure).hasMessage("the program ended with exit code 137");
  }

  @Test
  void a_missing_program_fails_permanently_and_its_path_is_not_told() {
    OfferedOperation absent = Command.offered(Map.of("a.line", "/no/such/program")).get(0);
    PermanentFailure failure =
        catchThrowableOfType(PermanentFailure.class, () -> absent.run(null, task));
    assertThat(failure.code()).isEqualTo("not-started");
    assertThat(failure.getMessage()).doesNotContain("/no/such");
  }

  @Test
  void a_program_gets_only_the_path_of_the_servers_environment() throws Exception {
    Command.offered(Map.of("a.line", "env", "a.environment", "A='b c' D=")).get(0).run(null, task);
    assertThat(task.outputText().lines())
        .containsExactlyInAnyOrder(
            "PATH=" + System.getenv("PATH"),
            "LANG=C.UTF-8",
            "HOME=" + task.scratch(),
            "TMPDIR=" + task.scratch(),
            "A=b c",
            "D=",
            task.outputText()
                .lines()
                .filter(each -> each.startsWith("MEANWHILE_RUN="))
                .findAny()
                .get());
  }

  @Test
  void a_program_gets_the_trace_of_the_request_unless_it_is_configured() throws Exception {
    String parent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
    TestTask traced = new TestTask().withTrace(parent, "a=1");
    Command.offered(Map.of("a.line", "env", "a.environment", "TRACESTATE=own"))
        .get(0)
        .run(null, traced);
    assertThat(traced.outputText().lines()).contains("TRACEPARENT=" + parent, "TRACESTATE=own");
  }

  @Test
  void a_program_runs_in_the_scratch_directory() throws Exception {
    script("pwd -P", Map.of()).run(null, task);
    assertThat(task.outputText().strip()).isEqualTo(task.scratch().toRealPath().toString());
  }

  private OfferedOperation script(String text, Map<String, String> settings, String... words)
      throws IOException {
    Path file = Files.writeString(folder.resolve("script.sh"), text);
    Map<String, String> all = new HashMap<>();
    settings.forEach((key, value) -> all.put("script." + key, value));
    all.put("script.line", "/bin/sh '" + file + "' " + String.join(" ", words));
    return Command.offered(all).get(0);
  }

  private static final class Counting extends OutputStream {
    private long bytes;

    @Override
    public void write(int one) {
      bytes++;
    }

    @Override
    public void write(byte[] block, int offset, int length) {
      bytes += length;
    }
  }
}
