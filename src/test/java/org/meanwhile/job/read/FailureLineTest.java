package org.meanwhile.job.read;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FailureLineTest {
  @Test
  void the_line_of_a_message_of_one_line_is_the_message() {
    assertThat(FailureLine.of("the source is empty")).isEqualTo("the source is empty");
    assertThat(FailureLine.of("")).isEmpty();
    assertThat(FailureLine.of("\n \n")).isEmpty();
  }

  @Test
  void the_root_of_a_java_stack_explains() {
    String stack =
        """
        java.lang.IllegalStateException: import failed
        \tat com.example.Import.run(Import.java:17)
        \t... 12 more
        Caused by: java.io.IOException: No space left on device
        \tat java.base/java.io.FileOutputStream.write(FileOutputStream.java:10)
        \t... 3 more
        """;

    assertThat(FailureLine.of(stack))
        .isEqualTo("Caused by: java.io.IOException: No space left on device");
  }

  @Test
  void the_exception_of_a_python_traceback_explains() {
    String traceback =
        """
        reading rows
        Traceback (most recent call last):
          File "/srv/load.py", line 31, in <module>
            main()
        ValueError: bad date in row 31

        """;

    assertThat(FailureLine.of(traceback)).isEqualTo("ValueError: bad date in row 31");
  }

  @Test
  void an_error_explains_more_than_the_lines_after_it() {
    assertThat(FailureLine.of("connecting\npsql: error: connection refused\nbye\n"))
        .isEqualTo("psql: error: connection refused");
  }

  @Test
  void a_line_that_only_tells_how_the_program_ended_explains_least() {
    assertThat(FailureLine.of("cc: a.c:3: error: no ';'\nmake: *** [Makefile:2: all] Error 1\n"))
        .isEqualTo("cc: a.c:3: error: no ';'");
    assertThat(FailureLine.of("the program failed with exit code 3"))
        .isEqualTo("the program failed with exit code 3");
  }

  @Test
  void without_an_error_the_last_line_explains() {
    assertThat(FailureLine.of("one\ntwo\n\n")).isEqualTo("two");
  }

  @Test
  void of_frames_alone_the_first_line_is_told() {
    assertThat(FailureLine.of("at a.B.c(B.java:1)\nat a.B.d(B.java:2)"))
        .isEqualTo("at a.B.c(B.java:1)");
  }

  @Test
  void a_long_line_is_cut_between_characters() {
    assertThat(FailureLine.of("x".repeat(600))).hasSize(512);
    assertThat(FailureLine.of("x".repeat(511) + "\uD83D\uDE00")).hasSize(511);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "row 17 of 200: bad | row 3 of 9,000: bad",
        "job 0199c3a5-7f0e-7c3b-9d57-2f6c1a8e4b10 failed | job 0199c3a5-0000-7c3b-9d57-2f6c1a8e4b10 failed",
        "/data/a/1.csv: No such file | /data/b.csv: No such file",
        "C:\\data\\a.csv: denied | C:\\b.csv: denied",
        "https://a.example/x?y=1 refused | https://b.example/ refused",
        "commit 9fceb02 is missing | commit a81bc81b is missing",
        "connect to 10.0.0.7:5432 refused | connect to 10.0.0.12:5433 refused",
        "2026-12-01T02:00:00.123Z out of memory | 2026-12-02T03:10:59.001Z out of memory",
      })
  void failures_that_differ_in_numbers_ids_and_paths_have_one_cause(String one, String other) {
    assertThat(FailureLine.cause(one)).isEqualTo(FailureLine.cause(other));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "no such table orders | no such table customers",
        "connection refused | connection reset",
        "No space left on device | No such file or directory",
      })
  void other_words_are_another_cause(String one, String other) {
    assertThat(FailureLine.cause(one)).isNotEqualTo(FailureLine.cause(other));
  }

  @Test
  void a_message_of_4096_characters_takes_no_time_to_speak_of() {
    for (String part : List.of("a1", "1:", "/", "-", "at ", "x ", "\\", "'t ")) {
      String message = part.repeat(4096 / part.length());
      assertThat(FailureLine.cause(FailureLine.of(message))).isNotNull();
    }
  }
}
