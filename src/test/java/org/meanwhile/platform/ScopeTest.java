package org.meanwhile.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import org.junit.jupiter.api.Test;

class ScopeTest {
  @Test
  void a_callers_scope_includes_its_own_jobs_alone() {
    assertThat(Scope.of("alice").includes("alice")).isTrue();
    assertThat(Scope.of("alice").includes("bob")).isFalse();
    assertThat(Scope.of("alice").includes(null)).isFalse();
    assertThat(Scope.of("alice").onlyCaller()).contains("alice");
  }

  @Test
  void an_operators_scope_includes_everyones_jobs() {
    assertThat(Scope.everyone().includes("alice")).isTrue();
    assertThat(Scope.everyone().onlyCaller()).isEmpty();
  }

  @Test
  void a_forgotten_caller_is_not_everyone() {
    assertThatNullPointerException().isThrownBy(() -> Scope.of(null));
  }

  @Test
  void equal_scopes_share_a_watched_list() {
    assertThat(Scope.of("alice")).isEqualTo(Scope.of("alice")).isNotEqualTo(Scope.of("bob"));
    assertThat(Scope.everyone()).isEqualTo(Scope.everyone()).isNotEqualTo(Scope.of("alice"));
  }
}
