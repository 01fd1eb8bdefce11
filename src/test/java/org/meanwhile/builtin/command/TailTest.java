package org.meanwhile.builtin.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class TailTest {

  private final Tail tail = new Tail();

  @Test
  void the_last_bytes_are_kept_in_order_for_pieces_of_any_size() {
    StringBuilder all = new StringBuilder();
    for (int i = 0; i < 3000; i++) {
      String word = i + ",".repeat(i % 7);
      all.append(word);
      add(word);
    }
    assertThat(tail.text()).isEqualTo(all.substring(all.length() - Tail.BYTES));
  }

  @Test
  void the_end_of_a_piece_larger_than_the_limit_is_kept() {
    add("first");
    add("x".repeat(Tail.BYTES) + "y".repeat(Tail.BYTES));
    assertThat(tail.text()).isEqualTo("y".repeat(Tail.BYTES));
  }

  @Test
  void characters_that_control_a_terminal_are_replaced() {
    add(" a\tb\n\u001B[31mred\r\0\u202Eover\u2028 ");
    assertThat(tail.text()).isEqualTo("a\tb\n\uFFFD[31mred\uFFFD\uFFFD\uFFFDover\uFFFD");
  }

  @Test
  void a_character_that_was_cut_is_left_out() {
    add("\uD83D\uDE00".repeat(Tail.BYTES) + "abc");
    assertThat(tail.text()).startsWith("\uD83D\uDE00").endsWith("abc").doesNotContain("\uFFFD");
  }

  private void add(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    tail.add(bytes, bytes.length);
  }
}
