package org.meanwhile.builtin.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.meanwhile.operation.catalogue.Violation;

class CommandLineTest {

  @Test
  void words_are_split_at_white_space_and_quotes_keep_it() {
    assertThat(command("sh  -c\t'a \"b\"' --name=\"c 'd'\" ''", Map.of()))
        .containsExactly("sh", "-c", "a \"b\"", "--name=c 'd'", "");
  }

  @Test
  void backslashes_dollars_and_stars_have_no_special_meaning() {
    assertThat(command("echo \\n $HOME * `id` ;", Map.of()))
        .containsExactly("echo", "\\n", "$HOME", "*", "`id`", ";");
  }

  @Test
  void a_value_of_any_content_stays_one_argument() {
    assertThat(command("echo {a} x={a}.y", Map.of("a", "1 '2' \"3\"; $(id) {b} {{")))
        .containsExactly("echo", "1 '2' \"3\"; $(id) {b} {{", "x=1 '2' \"3\"; $(id) {b} {{.y");
  }

  @Test
  void numbers_and_booleans_are_written_plainly() {
    assertThat(command("echo {i} {d} {b}", Map.of("i", 7L, "d", new BigDecimal("1E+3"), "b", true)))
        .containsExactly("echo", "7", "1000", "true");
  }

  @Test
  void an_array_that_is_a_whole_word_becomes_several_arguments() {
    assertThat(command("echo {a} end", Map.of("a", List.of("x y", 2L))))
        .containsExactly("echo", "x y", "2", "end");
    assertThat(command("echo {a} end", Map.of("a", List.of()))).containsExactly("echo", "end");
  }

  @Test
  void a_word_with_an_absent_parameter_is_left_out() {
    assertThat(command("echo --a={a} {b} {c}{b} end", Map.of("c", "c")))
        .containsExactly("echo", "end");
    assertThat(command("echo {a}", Collections.singletonMap("a", null))).containsExactly("echo");
  }

  @Test
  void doubled_braces_stand_for_braces() {
    assertThat(command("awk '{{print $1}}' {{{a}}}", Map.of("a", "x")))
        .containsExactly("awk", "{print $1}", "{x}");
  }

  @Test
  void a_value_that_could_pass_for_an_option_is_refused() {
    assertThat(violations("rm {a}", Map.of("a", "-rf"))).containsExactly("/a");
    assertThat(violations("rm {a}", Map.of("a", -5L))).containsExactly("/a");
    assertThat(violations("rm {a}", Map.of("a", List.of("x", "-rf")))).containsExactly("/a/1");
    assertThat(violations("rm {a}{b}", Map.of("a", "", "b", "-rf"))).containsExactly("/a");
    assertThat(violations("rm {a} --", Map.of("a", "-rf"))).containsExactly("/a");
  }

  @Test
  void a_value_after_two_hyphens_or_a_literal_part_is_no_option() {
    assertThat(command("rm -- {a}", Map.of("a", "-rf"))).containsExactly("rm", "--", "-rf");
    assertThat(command("rm --name={a}", Map.of("a", "-rf"))).containsExactly("rm", "--name=-rf");
    assertThat(command("head -{a}", Map.of("a", 5L))).containsExactly("head", "-5");
  }

  @Test
  void a_value_cannot_end_the_options_itself() {
    assertThat(violations("rm x{a} {b}", Map.of("a", "--", "b", "-rf"))).containsExactly("/b");
    assertThat(violations("rm {a}", Map.of("a", Arrays.asList("--", "-rf"))))
        .containsExactly("/a/0", "/a/1");
  }

  @Test
  void a_value_that_cannot_be_an_argument_is_refused() {
    assertThat(violations("echo {a}", Map.of("a", "x\0y"))).containsExactly("/a");
    assertThat(violations("echo {a}", Map.of("a", "\uD800"))).containsExactly("/a");
    assertThat(violations("echo {a}", Map.of("a", Map.of()))).containsExactly("/a");
    assertThat(violations("echo {a}", Map.of("a", List.of(List.of())))).containsExactly("/a/0");
    assertThat(violations("echo x{a}", Map.of("a", List.of("y")))).containsExactly("/a");
    assertThat(violations("echo {a}", Map.of("a", Arrays.asList("x", null))))
        .containsExactly("/a/1");
  }

  @Test
  void each_argument_and_all_arguments_together_have_a_limit() {
    String longest = "x".repeat(Arguments.MAX_ARGUMENT_BYTES);
    assertThat(command("echo {a}", Map.of("a", longest))).hasSize(2);
    assertThat(violations("echo {a}", Map.of("a", longest + "x"))).containsExactly("/a");
    assertThat(violations("echo {a}", Map.of("a", Collections.nCopies(9, longest))))
        .containsExactly("/a/8");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "  ",
        "echo 'a",
        "echo {",
        "echo {a b}",
        "echo }",
        "{a} b",
        "./x",
        "a/b",
        "''"
      })
  void a_line_that_cannot_be_used_is_refused(String line) {
    assertThatThrownBy(() -> CommandLine.parse(line)).isInstanceOf(IllegalArgumentException.class);
  }

  private static List<String> command(String line, Map<String, Object> values) {
    Arguments arguments = CommandLine.parse(line).expand(values);
    assertThat(arguments.violations()).isEmpty();
    return arguments.command();
  }

  private static List<String> violations(String line, Map<String, Object> values) {
    return CommandLine.parse(line).expand(values).violations().stream()
        .map(Violation::pointer)
        .toList();
  }
}
