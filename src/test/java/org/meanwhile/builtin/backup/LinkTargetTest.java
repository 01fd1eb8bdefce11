package org.meanwhile.builtin.backup;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LinkTargetTest {

  @ParameterizedTest
  @CsvSource({"a, b", "a, b/c", "d/a, ../b", "d/a, ..", "d/e/a, ../../b", "a, ./b", "a, .", "a, a"})
  void these_targets_stay_in_the_tree(String name, String target) {
    assertThat(LinkTarget.staysBelowRoot(name, target)).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "a, ..",
    "a, ../b",
    "d/a, ../../b",
    "d/a, ./../../b",
    "a, /etc/passwd",
    "a, b/../c",
    "d/a, b/../../c",
    "d/e/a, b/../c",
    "a, ..\\b",
    "a, C:b"
  })
  void these_targets_may_lead_out(String name, String target) {
    assertThat(LinkTarget.staysBelowRoot(name, target)).isFalse();
  }
}
