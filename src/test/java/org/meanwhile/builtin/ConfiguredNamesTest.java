package org.meanwhile.builtin;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ConfiguredNamesTest {

  @Test
  void names_are_the_parts_between_prefix_and_suffix() {
    assertThat(
            names(
                "meanwhile.export.orders.sql",
                "meanwhile.export.orders.data-source",
                "meanwhile.export.by.day.sql",
                "meanwhile.export.sql",
                "other.export.x.sql"))
        .containsExactly("by.day", "orders");
  }

  @Test
  void an_environment_variable_makes_a_name_in_lower_case_with_hyphens() {
    assertThat(names("MEANWHILE_EXPORT_BY_DAY_SQL", "MEANWHILE_EXPORT_SQL", "PATH"))
        .containsExactly("by-day");
  }

  @Test
  void a_variable_that_overrides_a_property_adds_no_name() {
    assertThat(names("meanwhile.export.by_day.sql", "MEANWHILE_EXPORT_BY_DAY_SQL"))
        .containsExactly("by_day");
  }

  private static Iterable<String> names(String... properties) {
    Map<String, String> values = new HashMap<>();
    for (String property : properties) {
      values.put(property, "x");
    }
    return ConfiguredNames.between(new FakeConfig(values), "meanwhile.export.", ".sql");
  }
}
