package org.meanwhile.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ContentDispositionTest {
  @Test
  void a_plain_name_is_sent_once() {
    assertThat(ContentDisposition.attachment("jobs of May.csv"))
        .isEqualTo("attachment; filename=\"jobs of May.csv\"");
  }

  @Test
  void a_name_in_another_language_is_sent_twice() {
    assertThat(ContentDisposition.attachment("für €.csv"))
        .isEqualTo("attachment; filename=\"f_r _.csv\"; filename*=UTF-8''f%C3%BCr%20%E2%82%AC.csv");
  }

  @Test
  void a_character_beyond_16_bits_is_one_underscore() {
    assertThat(ContentDisposition.attachment("😀")).startsWith("attachment; filename=\"_\";");
  }

  @Test
  void quotes_backslashes_percents_and_line_ends_do_not_get_out_of_the_name() {
    assertThat(ContentDisposition.attachment("a\"b\\c%d\r\n"))
        .isEqualTo("attachment; filename=\"a_b_c_d__\"; filename*=UTF-8''a%22b%5Cc%25d__");
  }
}
