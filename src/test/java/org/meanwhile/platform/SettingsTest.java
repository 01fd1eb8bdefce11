package org.meanwhile.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SettingsTest {

  @Test
  void every_group_of_settings_is_collected() {
    List<String> declared =
        new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages("org.meanwhile")
                .stream()
                .filter(type -> type.isAssignableTo(SettingsGroup.class) && !type.isInterface())
                .map(JavaClass::getName)
                .toList();

    assertThat(declared).isNotEmpty();
    assertThat(Settings.groups())
        .extracting(group -> group.getClass().getName())
        .containsExactlyInAnyOrderElementsOf(declared);
  }

  @Test
  void defaults_obey_their_own_rules_and_each_other() {
    assertThat(new Settings(Map.<String, String>of()::get).get(PlatformSettings.ROLES))
        .containsExactlyInAnyOrder(Role.values());
  }

  @Test
  void a_former_name_stops_the_start_with_a_line_that_tells_the_new_one() {
    List<Setting<?>> renamed =
        Settings.declared().stream().filter(setting -> setting.formerName().isPresent()).toList();

    assertThat(renamed).isNotEmpty();
    for (Setting<?> setting : renamed) {
      String former = setting.formerName().orElseThrow();
      assertThatThrownBy(() -> new Settings(Map.of(former, setting.defaultText())::get))
          .as(former)
          .hasMessage(former + " is called " + setting.name() + " now");
    }
  }

  @Test
  void a_default_must_not_exceed_its_maximum() {
    assertThatThrownBy(() -> new Settings(Map.of("meanwhile.retain.default", "P60D")::get))
        .hasMessage("meanwhile.retain.default must not exceed meanwhile.retain.max");
  }

  @Test
  void a_bad_value_stops_the_start_and_is_not_repeated() {
    assertThatThrownBy(() -> new Settings(Map.of("meanwhile.work.slots", "s3cret")::get))
        .hasMessage("meanwhile.work.slots must be a whole number from 1 to 10000");
  }

  @Test
  void one_rule_holds_for_all_names_below_a_setting() {
    Setting<Integer> limit = Setting.number("limit", 1, 1, 9, "a limit");
    Settings settings =
        new Settings(Map.of("meanwhile.limit.a", "5", "meanwhile.limit.b", "0")::get);

    assertThat(settings.below(limit, "a")).contains(5);
    assertThat(settings.below(limit, "c")).isEmpty();
    assertThatThrownBy(() -> settings.below(limit, "b"))
        .hasMessage("meanwhile.limit.b must be a whole number from 1 to 9");
  }
}
