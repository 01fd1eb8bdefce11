package org.meanwhile.platform;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The settings of one room: a class of public static {@link Setting} constants. {@link Settings}
 * finds it by its line in {@code META-INF/services}, so that platform need not know the rooms.
 */
public interface SettingsGroup {

  /** The heading of the group in the manual. */
  String title();

  /**
   * Checks values that are allowed each by itself, but not together.
   *
   * @throws IllegalArgumentException one line that names the settings that conflict
   */
  default void check(Settings settings) {}

  /** The constants of this class, in the order of declaration. */
  default List<Setting<?>> settings() {
    List<Setting<?>> all = new ArrayList<>();
    for (Field field : getClass().getFields()) {
      if (Modifier.isStatic(field.getModifiers()) && field.getType() == Setting.class) {
        try {
          all.add((Setting<?>) field.get(null));
        } catch (IllegalAccessException e) {
          throw new IllegalStateException(field + " cannot be read", e);
        }
      }
    }
    return all;
  }

  /**
   * Refuses a setting that is longer than another allows.
   *
   * @throws IllegalArgumentException one line with both names
   */
  static void refuseAbove(Settings settings, Setting<Duration> setting, Setting<Duration> most) {
    if (settings.get(setting).compareTo(settings.get(most)) > 0) {
      throw new IllegalArgumentException(setting.name() + " must not exceed " + most.name());
    }
  }
}
