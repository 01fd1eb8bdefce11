package org.meanwhile.builtin.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ErrorLinesTest {
  private final List<String> lines = new ArrayList<>();
  private final ErrorLines errors = new ErrorLines(lines::add);

  private void add(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    errors.add(bytes, bytes.length);
  }

  @Test
  void a_line_may_come_in_pieces_and_the_last_one_without_a_line_feed() {
    add("a\n\nb");
    add("c\nd");
    assertThat(lines).containsExactly("a", "", "bc");
    errors.end();
    errors.end();

    assertThat(lines).containsExactly("a", "", "bc", "d");
  }

  @Test
  void a_long_line_is_passed_on_in_pieces_of_whole_characters() {
    add("x" + "ü".repeat(3000));
    errors.end();

    assertThat(lines).hasSize(2);
    assertThat(String.join("", lines)).isEqualTo("x" + "ü".repeat(3000));
  }
}
