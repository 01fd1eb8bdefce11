package org.meanwhile.builtin;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;

/**
 * The settings of one operation that the configuration makes, {@code <prefix><name>.<setting>}, by
 * the last part of their names. A blank setting counts as absent.
 */
public final class ConfiguredEntry {
  private final String name;
  private final Map<String, String> settings;

  private ConfiguredEntry(String name, Map<String, String> settings) {
    this.name = name;
    this.settings = settings;
  }

  /**
   * The settings below a prefix in property files and system properties.
   *
   * @param application a class of the application whose configuration counts: an injected {@link
   *     Config} would be that of the application whose request comes first
   * @param prefix with its last dot
   * @return values by names without the prefix
   */
  public static Map<String, String> below(Class<?> application, String prefix) {
    Config config = ConfigProvider.getConfig(application.getClassLoader());
    Map<String, String> settings = new LinkedHashMap<>();
    for (String name : config.getPropertyNames()) {
      if (name.startsWith(prefix)) {
        config
            .getOptionalValue(name, String.class)
            .ifPresent(value -> settings.put(name.substring(prefix.length()), value));
      }
    }
    return settings;
  }

  /**
   * Groups settings by operation.
   *
   * @param settings values by {@code <name>.<setting>}
   * @return in the order of their names
   */
  public static List<ConfiguredEntry> all(Map<String, String> settings) {
    Map<String, Map<String, String>> byName = new TreeMap<>();
    settings.forEach(
        (key, value) -> {
          int dot = key.lastIndexOf('.');
          byName
              .computeIfAbsent(key.substring(0, Math.max(dot, 0)), absent -> new LinkedHashMap<>())
              .put(key.substring(dot + 1), value);
        });
    return byName.entrySet().stream()
        .map(entry -> new ConfiguredEntry(entry.getKey(), entry.getValue()))
        .toList();
  }

  /** The name of the operation. */
  public String name() {
    return name;
  }

  /**
   * Refuses settings that have no meaning, which would else be misspelt ones.
   *
   * @param kind what the operation is called in the message
   * @throws IllegalArgumentException for the first that is not known
   */
  public void requireOnly(Set<String> known, String kind) {
    settings.keySet().stream()
        .filter(key -> !known.contains(key))
        .findFirst()
        .ifPresent(
            key -> {
              throw new IllegalArgumentException("'" + key + "' is no setting of a " + kind);
            });
  }

  /** The value of a setting; empty when it is absent or blank. */
  public Optional<String> text(String key) {
    return Optional.ofNullable(settings.get(key)).filter(value -> !value.isBlank());
  }

  /** Values with commas between; empty when the setting is absent. */
  public List<String> list(String key) {
    return text(key).stream()
        .flatMap(value -> Arrays.stream(value.split(",")))
        .map(String::strip)
        .toList();
  }

  /**
   * A value that is true or false.
   *
   * @throws IllegalArgumentException when it is neither
   */
  public boolean flag(String key, boolean absent) {
    return switch (text(key).orElse(Boolean.toString(absent))) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new IllegalArgumentException("'" + key + "' must be true or false");
    };
  }

  /**
   * A whole number.
   *
   * @throws IllegalArgumentException when it is none, or out of bounds
   */
  public Optional<Integer> number(String key, int least, int most) {
    return text(key)
        .map(
            value -> {
              try {
                int number = Integer.parseInt(value.strip());
                if (number >= least && number <= most) {
                  return number;
                }
              } catch (NumberFormatException e) {
                // Answered below, as a number out of bounds is.
              }
              throw new IllegalArgumentException(
                  "'" + key + "' must be a whole number from " + least + " to " + most);
            });
  }
}
