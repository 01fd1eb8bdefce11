package org.meanwhile.api.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.meanwhile.api.problem.Problem;

class IdempotencyKeyTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"8e03978e-40d5\" | 8e03978e-40d5",
        "8e03978e-40d5 | 8e03978e-40d5",
        "\"with a space\" | with a space",
        "\"a\\\"b\\\\c\" | a\"b\\c",
        "order:1,line=2 | order:1,line=2",
      })
  void a_key_may_be_quoted_or_bare(String field, String key) {
    assertThat(IdempotencyKey.of(List.of(field))).contains(key);
  }

  @Test
  void a_key_has_at_most_255_characters() {
    assertThat(IdempotencyKey.of(List.of('"' + "k".repeat(255) + '"'))).isPresent();
    assertThatThrownBy(() -> IdempotencyKey.of(List.of("k".repeat(256))))
        .isInstanceOf(Problem.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", " ", "\"\"", "\"open", "two words", "ümlaut", "\"a\";b=1", "\"a\\b\""})
  void anything_else_is_refused(String field) {
    assertThatThrownBy(() -> IdempotencyKey.of(List.of(field))).isInstanceOf(Problem.class);
  }

  @Test
  void two_keys_are_refused() {
    assertThatThrownBy(() -> IdempotencyKey.of(List.of("a", "b"))).isInstanceOf(Problem.class);
  }

  @Test
  void a_request_may_have_no_key() {
    assertThat(IdempotencyKey.of(null)).isEmpty();
    assertThat(IdempotencyKey.of(List.of())).isEmpty();
  }
}
