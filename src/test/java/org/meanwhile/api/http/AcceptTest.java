package org.meanwhile.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AcceptTest {
  private static final String JSON = "application/json";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "application/json",
        "APPLICATION/JSON",
        "application/json; charset=utf-8",
        "application/json;q=0.001",
        "application/*",
        "*/*",
        "*",
        "text/html, image/gif, image/jpeg, *; q=.2, */*; q=.2",
        "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
        "application/problem+json",
        "application/problem+json, text/plain",
        "application/*+json",
        "text/html;x=\"a,b\", application/json",
        "text/html;q=0, */*",
        "application/problem+json;q=0, application/json",
        "application/*;q=0, application/json",
        "application/json;q=high",
        "",
        " , ",
        "///"
      })
  void json_is_accepted(String field) {
    assertThat(Accept.of(List.of(field)).accepts(JSON)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "text/html",
        "application/xml",
        "application/jsonx",
        "application/geo+json",
        "text/*",
        "*/*;q=0",
        "*/*; q=0.000",
        "application/json;q=0",
        "application/json;q=0, */*",
        "application/json;charset=utf-8;q=0, application/problem+json",
        "application/*;q=0, */*",
        "application/problem+json;q=0",
        "text/event-stream",
        "text/html;x=\"application/json, */*\""
      })
  void json_is_not_accepted(String field) {
    assertThat(Accept.of(List.of(field)).accepts(JSON)).isFalse();
  }

  @Test
  void lines_are_one_list_and_none_accepts_everything() {
    assertThat(Accept.of(List.of("text/html", "text/event-stream")).accepts("text/event-stream"))
        .isTrue();
    assertThat(Accept.of(List.of("text/html", "image/png")).accepts(JSON)).isFalse();
    assertThat(Accept.of(null).accepts(JSON)).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "application/json | true",
        "application/json;q=0.9, text/plain;q=0.1 | true",
        "text/plain;q=0.1, application/json;q=0.9 | true",
        "text/plain, application/json;q=0.9 | false",
        "application/json;q=0.9, text/* | false",
        "text/plain;q=0.1, */* | true",
        "text/html, application/json;q=0.001 | true",
        "application/json, text/plain | true",
        "text/plain, application/json | false",
        "application/json;q=0, text/plain;q=0 | false",
        "application/problem+json, text/plain;q=0.5 | true",
        "*/* | false",
        "image/png | false",
      })
  void of_two_kinds_the_one_of_the_higher_weight_is_preferred(String field, boolean json) {
    assertThat(Accept.of(List.of(field)).prefers(List.of(JSON), List.of("text/plain", "text/yaml")))
        .isEqualTo(json);
  }

  @Test
  void who_does_not_say_prefers_nothing() {
    assertThat(Accept.of(List.of()).prefers(List.of(JSON), List.of("text/plain"))).isFalse();
  }

  @Test
  void problems_do_not_stand_for_other_types() {
    assertThat(Accept.of(List.of("application/problem+json")).accepts("text/event-stream"))
        .isFalse();
  }

  @Test
  void a_long_field_is_read() {
    assertThat(Accept.of(List.of("a/b;x=\"" + "\\\"".repeat(10_000) + "\", */*")).accepts(JSON))
        .isTrue();
    assertThat(Accept.of(List.of("a/b;" + "x".repeat(20_000) + ", */*")).accepts(JSON)).isTrue();
  }
}
