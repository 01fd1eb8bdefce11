package org.meanwhile.platform;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.meanwhile.notation.IsoDuration;

/**
 * One named value that an operator may set, with its default and its rule. Each room declares its
 * settings in a {@link SettingsGroup}.
 *
 * @param name the full name, beginning with {@code meanwhile.}
 * @param formerName the full name that an earlier version used; empty when there was none
 * @param defaultText the value as text when nobody sets it
 * @param parse reads the text; for an unreadable text null, or any {@link RuntimeException}
 * @param rule whether a value that was read is allowed
 * @param constraint the rule in words, for the line that stops the start and for the manual
 * @param description what the value decides, in Markdown, for the manual
 */
public record Setting<T>(
    String name,
    Optional<String> formerName,
    String defaultText,
    Function<String, @Nullable T> parse,
    Predicate<T> rule,
    String constraint,
    String description) {
  private static final String PREFIX = "meanwhile.";

  /** A setting of any type; {@code name} is without {@code meanwhile.}. */
  public static <T> Setting<T> declare(
      String name,
      String defaultText,
      Function<String, @Nullable T> parse,
      Predicate<T> rule,
      String constraint,
      String description) {
    return new Setting<>(
        PREFIX + name, Optional.empty(), defaultText, parse, rule, constraint, description);
  }

  /** A setting that is {@code true} or {@code false}. */
  public static Setting<Boolean> flag(String name, boolean defaultValue, String description) {
    return declare(
        name,
        Boolean.toString(defaultValue),
        text -> text.equals("true") ? Boolean.TRUE : text.equals("false") ? Boolean.FALSE : null,
        Objects::nonNull,
        "true or false",
        description);
  }

  /** A whole number from {@code min} to {@code max}, both included. */
  public static Setting<Integer> number(
      String name, int defaultValue, int min, int max, String description) {
    return declare(
        name,
        Integer.toString(defaultValue),
        Integer::valueOf,
        n -> n >= min && n <= max,
        "a whole number from " + min + " to " + max,
        description);
  }

  /** A number of bytes from 1 to {@link Long#MAX_VALUE}. */
  public static Setting<Long> bytes(String name, long defaultValue, String description) {
    return declare(
        name,
        Long.toString(defaultValue),
        Long::valueOf,
        n -> n > 0,
        "a number of bytes above 0",
        description);
  }

  /** An ISO 8601 duration from {@code min} to {@code max}, both included. */
  public static Setting<Duration> duration(
      String name, String defaultText, String min, String max, String description) {
    return declare(
        name,
        defaultText,
        IsoDuration::parse,
        d -> d.compareTo(IsoDuration.parse(min)) >= 0 && d.compareTo(IsoDuration.parse(max)) <= 0,
        "an ISO 8601 duration from " + min + " to " + max,
        description);
  }

  /**
   * Reads ISO 8601 durations with commas between. A comma may stand in a fraction as well, so only
   * one before a P separates.
   */
  public static List<Duration> durations(String text) {
    return Arrays.stream(text.split(",(?=\\s*P)", -1))
        .map(String::strip)
        .map(IsoDuration::parse)
        .toList();
  }

  /** Reads each item of a list that commas separate; an empty item is read, too. */
  public static <T> List<T> each(String text, Function<String, T> parse) {
    return Arrays.stream(text.split(",", -1)).map(String::strip).map(parse).toList();
  }

  /** The same setting with the name that an earlier version used, without {@code meanwhile.}. */
  public Setting<T> formerly(String former) {
    return new Setting<>(
        name, Optional.of(PREFIX + former), defaultText, parse, rule, constraint, description);
  }

  /** The setting's row in the manual, which does not name the former name. */
  SettingRow row() {
    return new SettingRow(name, defaultText, constraint, description);
  }

  /** A setting with the same rule and a longer name: {@code meanwhile.work.slots.<operation>}. */
  Setting<T> below(String part) {
    return new Setting<>(
        name + "." + part, Optional.empty(), defaultText, parse, rule, constraint, description);
  }

  /**
   * Refuses a value under the former name. The value would be ignored, and the operator would get
   * the default unawares.
   *
   * <p>Some former names have the same environment variable as the new one ({@code retain-max} and
   * {@code retain.max} are both {@code MEANWHILE_RETAIN_MAX}). Its value is found under both names
   * and is not refused.
   *
   * @param source the text of a name; null when the name is not set
   * @throws IllegalArgumentException one line with both names
   */
  void refuseFormerName(Function<String, @Nullable String> source) {
    formerName
        .filter(former -> source.apply(former) != null)
        .filter(
            former ->
                !variable(former).equals(variable(name))
                    || !Objects.equals(source.apply(former), source.apply(name)))
        .ifPresent(
            former -> {
              throw new IllegalArgumentException(former + " is called " + name + " now");
            });
  }

  /** The environment variable of a name, by MicroProfile Config's third mapping. */
  private static String variable(String name) {
    return name.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT);
  }

  /**
   * Reads a value.
   *
   * @throws IllegalArgumentException one line that names the setting and its rule; it does not
   *     repeat the value, which may be a secret
   */
  T read(String text) {
    try {
      T value = parse.apply(text.strip());
      if (value != null && rule.test(value)) {
        return value;
      }
    } catch (RuntimeException unreadable) {
      // Reported below in the words of the constraint, which name the setting.
    }
    throw new IllegalArgumentException(name + " must be " + constraint);
  }
}
