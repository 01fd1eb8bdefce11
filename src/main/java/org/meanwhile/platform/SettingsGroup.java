package org.meanwhile.platform;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * The settings of one room: a class whose public static constants are {@link Setting}s and {@link
 * SettingRow}s. {@code Settings} finds the class by its line in {@code META-INF/services}, so that
 * {@code platform} does not depend on the rooms.
 */
public interface SettingsGroup {

  /** The heading of the group in the manual. */
  String title();

  /** The values of all settings, as {@code Settings.get} returns them. */
  @FunctionalInterface
  interface Values {
    <T> T get(Setting<T> setting);
  }

  /**
   * Checks rules between settings, once each value obeys its own rule. The default has no rule.
   *
   * @throws IllegalArgumentException one line that names the settings that conflict
   */
  default void check(Values values) {}

  /** The {@link Setting} constants of this class, in the order of declaration. */
  default List<Setting<?>> settings() {
    return constants()
        .filter(Setting.class::isInstance)
        .<Setting<?>>map(Setting.class::cast)
        .toList();
  }

  /** The rows of the group's table in the manual, in the order of declaration. */
  default List<SettingRow> rows() {
    return constants()
        .filter(constant -> constant instanceof Setting || constant instanceof SettingRow)
        .map(
            constant ->
                constant instanceof Setting<?> setting ? setting.row() : (SettingRow) constant)
        .toList();
  }

  private Stream<Object> constants() {
    return Stream.of(getClass().getFields())
        .filter(field -> Modifier.isStatic(field.getModifiers()))
        .map(SettingsGroup::value);
  }

  private static Object value(Field constant) {
    try {
      return constant.get(null);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(constant + " cannot be read", e);
    }
  }

  /**
   * Refuses a duration that exceeds another setting.
   *
   * @throws IllegalArgumentException one line with both names
   */
  static void refuseAbove(Values values, Setting<Duration> setting, Setting<Duration> max) {
    if (values.get(setting).compareTo(values.get(max)) > 0) {
      throw new IllegalArgumentException(setting.name() + " must not exceed " + max.name());
    }
  }
}
