package org.meanwhile.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ConditionsTest {
  private static Conditions ifNoneMatch(String... lines) {
    return Conditions.of(null, List.of(lines));
  }

  @Test
  void a_request_without_conditions_has_none() {
    assertThat(Conditions.of(null, null)).isEqualTo(Conditions.NONE);
    assertThat(Conditions.of(null, List.of())).isEqualTo(Conditions.NONE);
    assertThat(Conditions.NONE.hasIfNoneMatch()).isFalse();
    assertThat(Conditions.NONE.match("1")).isFalse();
  }

  @Test
  void tags_are_compared_weakly() {
    Conditions conditions = ifNoneMatch("W/\"1\", \"2\"");

    assertThat(conditions.match("1")).isTrue();
    assertThat(conditions.match("2")).isTrue();
    assertThat(conditions.match("3")).isFalse();
  }

  @Test
  void the_lines_of_a_field_are_one_list() {
    assertThat(ifNoneMatch("\"1\"", "\"2\"").versions()).containsExactlyInAnyOrder("1", "2");
  }

  @Test
  void a_comma_inside_of_a_tag_does_not_end_it() {
    assertThat(ifNoneMatch("\"1,2\"").versions()).containsExactly("1,2");
  }

  @Test
  void an_asterisk_matches_every_version_and_names_none() {
    Conditions any = ifNoneMatch(" * ");

    assertThat(any.match("whatever")).isTrue();
    assertThat(any.hasIfNoneMatch()).isTrue();
    assertThat(any.namesVersions()).isFalse();
  }

  @Test
  void an_asterisk_in_quotes_is_a_tag() {
    assertThat(ifNoneMatch("\"*\"").match("1")).isFalse();
  }

  @Test
  void both_conditions_may_be_there() {
    Conditions both = Conditions.of(List.of("\"1\""), List.of("\"2\""));

    assertThat(both.ifMatch()).isTrue();
    assertThat(both.match("2")).isTrue();
    assertThat(Conditions.of(List.of("\"1\""), null).ifMatch()).isTrue();
  }
}
