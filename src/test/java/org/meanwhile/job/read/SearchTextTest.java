package org.meanwhile.job.read;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.meanwhile.job.read.SearchText.Ids;
import org.meanwhile.job.read.SearchText.Words;

class SearchTextTest {
  private static final String ID = "0199c3a5-7f0e-7c3b-9d57-2f6c1a8e4b10";

  @Test
  void a_whole_id_is_that_id() {
    UUID id = UUID.fromString(ID);

    assertThat(SearchText.of(ID))
        .contains(new Ids(id, id, new Words(List.of(ID), Optional.empty())));
    assertThat(SearchText.of(" 0199C3A5-7F0E-7C3B-9D57-2F6C1A8E4B10 ").orElseThrow())
        .isInstanceOfSatisfying(Ids.class, ids -> assertThat(ids.first()).isEqualTo(id));
  }

  @Test
  void the_first_13_characters_are_all_ids_that_begin_with_them() {
    assertThat(SearchText.of("0199c3a5-7f0e"))
        .contains(
            new Ids(
                UUID.fromString("0199c3a5-7f0e-0000-0000-000000000000"),
                UUID.fromString("0199c3a5-7f0e-ffff-ffff-ffffffffffff"),
                new Words(List.of("0199c3a5-7f0e"), Optional.empty())));
    assertThat(SearchText.of("0199c3a5-7f0e-7c3b-9d57-").orElseThrow()).isInstanceOf(Ids.class);
  }

  @Test
  void the_last_digits_are_the_end_of_an_id_or_a_word() {
    assertThat(SearchText.of("1A8E4B10"))
        .contains(new Words(List.of("1A8E4B10"), Optional.of("1a8e4b10")));
    assertThat(end("9d57-2f6c1a8e4b10")).contains("9d57-2f6c1a8e4b10");
    assertThat(end("9d572f6c1a8e4b10")).contains("9d57-2f6c1a8e4b10");
    assertThat(end("-2f6c1a8e4b10")).contains("2f6c1a8e4b10");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a8e4b10",
        "0199c3a5-7f0",
        "2026-11-30",
        "xa8e4b10z",
        "1a8e4b10 x",
        "0199c3a5-7f0e-7c3b-9d57-2f6c1a8e4b100",
        "0199c3a57f0e7c3b9d572f6c1a8e4b10",
      })
  void anything_else_is_words(String text) {
    assertThat(SearchText.of(text)).contains(new Words(List.of(text.split(" ")), Optional.empty()));
  }

  @Test
  void white_space_of_any_kind_separates_words() {
    assertThat(SearchText.of("\u00A0disk\t full\n"))
        .contains(new Words(List.of("disk", "full"), Optional.empty()));
    assertThat(SearchText.of(" \u3000")).isEmpty();
  }

  private static Optional<String> end(String text) {
    return ((Words) SearchText.of(text).orElseThrow()).idEnd();
  }
}
