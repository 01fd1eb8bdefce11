package org.meanwhile.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class RoleTest {

  @ParameterizedTest
  @EnumSource
  void a_node_has_all_roles_by_default(Role role) {
    assertThat(with(Map.of()).plays(role)).isTrue();
  }

  @Test
  void a_node_has_the_named_roles_and_no_others() {
    Settings settings = with(Map.of("meanwhile.roles", "work, purge"));

    assertThat(Role.values()).filteredOn(settings::plays).containsExactly(Role.WORK, Role.PURGE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ",", "worker", "WORK", "work,", "work;purge"})
  void an_unknown_role_stops_the_start(String roles) {
    assertThatThrownBy(() -> with(Map.of("meanwhile.roles", roles)))
        .hasMessage(
            "meanwhile.roles must be one or more of api, work, callback and purge,"
                + " with commas between");
  }

  private static Settings with(Map<String, String> values) {
    return new Settings(values::get);
  }
}
