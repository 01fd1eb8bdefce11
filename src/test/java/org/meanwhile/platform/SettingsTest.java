package org.meanwhile.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.meanwhile.job.JobSettings;

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
  void the_defaults_obey_all_rules() {
    assertThat(new Settings(Map.<String, String>of()::get).get(PlatformSettings.ROLES))
        .containsExactlyInAnyOrder(Role.values());
  }

  @Test
  void a_former_name_stops_the_start_with_a_line_that_names_the_new_one() {
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
  void the_range_that_a_constraint_tells_is_the_range_that_is_accepted() {
    Pattern numbers = Pattern.compile("a whole number from (\\d+) to (\\d+)");
    Pattern durations = Pattern.compile("an ISO 8601 duration from (P\\S+) to (P\\S+)");
    int ranges = 0;
    for (Setting<?> setting : Settings.declared()) {
      Matcher number = numbers.matcher(setting.constraint());
      Matcher duration = durations.matcher(setting.constraint());
      if (number.matches()) {
        long min = Long.parseLong(number.group(1));
        long max = Long.parseLong(number.group(2));
        assertAccepts(setting, min, max);
        assertRefuses(setting, min - 1, max + 1);
        ranges++;
      } else if (duration.matches()) {
        Duration min = Duration.parse(duration.group(1));
        Duration max = Duration.parse(duration.group(2));
        assertAccepts(setting, min, max);
        assertRefuses(setting, min.minusNanos(1), max.plusNanos(1));
        ranges++;
      }
    }

    assertThat(ranges).isGreaterThan(30);
  }

  private static void assertAccepts(Setting<?> setting, Object... values) {
    assertThat(values)
        .allSatisfy(value -> assertThat(setting.read(value.toString())).isEqualTo(asRead(value)));
  }

  private static Object asRead(Object value) {
    return value instanceof Long number ? (Object) number.intValue() : value;
  }

  private static void assertRefuses(Setting<?> setting, Object... values) {
    assertThat(values)
        .allSatisfy(
            value ->
                assertThatThrownBy(() -> setting.read(value.toString()))
                    .hasMessage(setting.name() + " must be " + setting.constraint()));
  }

  @Test
  void a_variable_that_both_names_share_is_the_new_name() {
    Map<String, String> environment =
        Map.of("meanwhile.retain-max", "P60D", "meanwhile.retain.max", "P60D");

    assertThat(new Settings(environment::get).get(JobSettings.RETAIN_MAX))
        .isEqualTo(Duration.ofDays(60));
  }

  @Test
  void a_row_of_the_manual_does_not_tell_the_former_name() {
    Setting<Boolean> renamed = Setting.flag("new", true, "Whether.").formerly("old");

    assertThat(renamed.row())
        .isEqualTo(new SettingRow("meanwhile.new", "true", "true or false", "Whether."));
  }

  @Test
  void rows_stand_in_the_order_of_declaration_with_names_that_have_no_value_between() {
    assertThat(new Group().rows())
        .extracting(SettingRow::name)
        .containsExactly("meanwhile.a", "other.b", "meanwhile.c");
    assertThat(new Group().settings()).containsExactly(Group.A, Group.C);
  }

  /** Not listed as a service, so the server does not know it. */
  public static final class Group implements SettingsGroup {
    public static final Setting<Boolean> A = Setting.flag("a", true, "A.");
    public static final SettingRow B = new SettingRow("other.b", "", "a text", "B.");
    public static final String IGNORED = "neither of the two";
    public static final Setting<Boolean> C = Setting.flag("c", true, "C.");

    @Override
    public String title() {
      return "Group";
    }
  }

  @Test
  void names_below_a_setting_obey_its_rule() {
    Setting<Integer> limit = Setting.number("limit", 1, 1, 9, "a limit");
    Settings settings =
        new Settings(Map.of("meanwhile.limit.a", "5", "meanwhile.limit.b", "0")::get);

    assertThat(settings.below(limit, "a")).contains(5);
    assertThat(settings.below(limit, "c")).isEmpty();
    assertThatThrownBy(() -> settings.below(limit, "b"))
        .hasMessage("meanwhile.limit.b must be a whole number from 1 to 9");
  }
}
