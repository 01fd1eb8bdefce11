package org.meanwhile.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TraceContextTest {
  private static final String IDS = "4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7";
  private static final String PARENT = "00-" + IDS + "-01";

  private static Optional<String> parent(String... lines) {
    return TraceContext.parse(List.of(lines), List.of()).map(TraceContext::parent);
  }

  private static Optional<String> state(String... lines) {
    return TraceContext.parse(List.of(PARENT), List.of(lines)).orElseThrow().state();
  }

  @ParameterizedTest
  @CsvSource({
    "00-IDS-01, 00-IDS-01",
    "00-IDS-00, 00-IDS-00",
    "00-IDS-03, 00-IDS-03",
    "' 00-IDS-01 ', 00-IDS-01",
    "01-IDS-01, 00-IDS-01",
    "cc-IDS-fe, 00-IDS-00",
    "cc-IDS-03-what-the-future-holds, 00-IDS-01",
  })
  void a_parent_is_kept_in_the_version_that_is_understood(String sent, String kept) {
    assertThat(parent(sent.replace("IDS", IDS))).contains(kept.replace("IDS", IDS));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "00",
        "00-IDS",
        "00-IDS-1",
        "00-IDS-0g",
        "00-IDS-01-",
        "00-IDS-01-more",
        "ff-IDS-01",
        "cc-IDS-01.more",
        "0-IDS-01",
        "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
        "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
        "00-4bf92f3577b34da6a3ce929d0e0e473-00f067aa0ba902b7-01",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b-01",
        "00_4bf92f3577b34da6a3ce929d0e0e4736_00f067aa0ba902b7_01",
        "00-IDS-01,00-IDS-01",
      })
  void a_malformed_parent_is_no_parent(String sent) {
    assertThat(parent(sent.replace("IDS", IDS))).isEmpty();
  }

  @Test
  void two_parents_are_none() {
    assertThat(parent(PARENT, PARENT)).isEmpty();
    assertThat(parent()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "rojo=00f067aa0ba902b7 | rojo=00f067aa0ba902b7",
        "a=1 ,\t b=2,,c=3, | a=1,b=2,c=3",
        "a=x y | a=x y",
        "0tenant@system=1 | 0tenant@system=1",
        "a_-*/9=!~ | a_-*/9=!~",
      })
  void a_state_is_kept_without_white_space_between_its_members(String sent, String kept) {
    assertThat(state(sent)).contains(kept);
  }

  @Test
  void the_lines_of_a_state_are_one_list() {
    assertThat(state("a=1", "b=2,c=3", "")).contains("a=1,b=2,c=3");
    assertThat(state("a=1", "a=2")).isEmpty();
    assertThat(state("", " , ")).isEmpty();
    assertThat(state()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a", "a=", "=1", "A=1", "1a=1", "a=1=2", "a=é", "a@=1", "a@1=1", "a=1,a=2", "a b=1"
      })
  void a_malformed_state_is_ignored_without_its_parent(String sent) {
    assertThat(state(sent)).isEmpty();
  }

  @Test
  void a_state_has_at_most_32_members_and_512_characters() {
    assertThat(state(members(32))).isPresent();
    assertThat(state(members(33))).isEmpty();
    assertThat(state("a=" + "x".repeat(256) + ",b=" + "x".repeat(251))).isPresent();
    assertThat(state("a=" + "x".repeat(256) + ",b=" + "x".repeat(252))).isEmpty();
    assertThat(state("a=" + "x".repeat(257))).isEmpty();
    assertThat(state("a".repeat(256) + "=1")).isPresent();
    assertThat(state("a".repeat(257) + "=1")).isEmpty();
  }

  private static String members(int count) {
    return IntStream.range(0, count).mapToObj(i -> "k" + i + "=v").collect(Collectors.joining(","));
  }
}
