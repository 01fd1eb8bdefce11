package org.meanwhile.builtin.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GlobTest {

  @ParameterizedTest
  @CsvSource({
    "*.txt, a.txt",
    "*.txt, .txt",
    "**/*.txt, a.txt",
    "**/*.txt, a/b/c.txt",
    "docs/**, docs/a/b",
    "docs/, docs/a/b",
    "a/**/z, a/z",
    "a/**/z, a/b/c/z",
    "a**z, a/b/z",
    "?, 😀",
    "[a-c]x, bx",
    "[!a-c]x, dx",
    "[a\\]]x, ]x",
    "[a-]x, -x",
    "\\*, *",
    "a\\{b\\}, a{b}",
    "a+b(c), a+b(c)",
    "-rf, -rf"
  })
  void matches(String glob, String name) {
    assertThat(Glob.of(glob).matches(name)).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "*.txt, a/b.txt",
    "*.txt, a.txt2",
    "*.txt, A.TXT",
    "**/a, xa",
    "**/a, b/xa",
    "docs/**, docs",
    "a/**/z, az",
    "a?z, a/z",
    "[!a]z, /z",
    "[a-c]x, dx",
    "a, ab",
    "ab, a"
  })
  void does_not_match(String glob, String name) {
    assertThat(Glob.of(glob).matches(name)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "/a", "../a", "a/../b", "./a", "[a", "[", "[]", "[z-a]", "[a/]", "a\\", "{a}"})
  void a_text_that_is_no_glob_is_refused(String glob) {
    assertThatThrownBy(() -> Glob.of(glob)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void a_glob_longer_than_the_limit_is_refused() {
    assertThat(Glob.of("a".repeat(Glob.MAX_LENGTH)).matches("a".repeat(256))).isTrue();
    assertThatThrownBy(() -> Glob.of("a".repeat(Glob.MAX_LENGTH + 1)))
        .hasMessage("is longer than 256 characters");
  }

  @Test
  void a_glob_made_to_be_slow_is_matched_in_bounded_time() {
    // A backtracking regular expression would try about 10^50 ways to divide the name.
    String name = "a".repeat(1000);
    assertThat(Glob.of("*a".repeat(120) + "b").matches(name)).isFalse();
    assertThat(Glob.of("**a".repeat(80) + "b").matches(name)).isFalse();
  }
}
