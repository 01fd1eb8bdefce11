package org.meanwhile.api.http;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The field {@code Prefer} (RFC 7240). This server honours two preferences: {@code wait}, how long
 * the response may be held, and {@code respond-async} with the parameter {@code monitor}, which
 * wants a URI to poll that answers 202 until the job is over. Other and malformed preferences are
 * ignored (section 2).
 */
public final class Prefer {
  public static final String FIELD = "Prefer";
  public static final String APPLIED = "Preference-Applied";

  /** {@code Preference-Applied} has preferences without their parameters (section 3). */
  public static final String RESPOND_ASYNC = "respond-async";

  /** Longer waits are cut to this: proxies drop connections that are silent for longer. */
  static final Duration MAX_WAIT = Duration.ofSeconds(60);

  private static final Pattern SECONDS = Pattern.compile("[0-9]+");
  private static final int MAX_DIGITS = 9;

  private Prefer() {}

  /**
   * How long the response may be held (section 4.3): more than zero, at most 60 s; empty when the
   * client does not wait.
   *
   * @param fields the lines of {@code Prefer}; null when there is none
   */
  public static Optional<Duration> wait(List<String> fields) {
    if (fields == null) {
      return Optional.empty();
    }
    return first(fields, "wait")
        .map(preference -> split(preference.get(0), '='))
        .filter(named -> named.size() == 2)
        .map(named -> unquoted(named.get(1).strip()))
        .filter(value -> SECONDS.matcher(value).matches())
        .map(Prefer::capped)
        .filter(wait -> !wait.isZero());
  }

  /** The value of {@code Preference-Applied} for a wait that was honoured (section 3). */
  public static String applied(Duration wait) {
    return "wait=" + wait.toSeconds();
  }

  /**
   * Whether the client prefers to poll a monitor: {@code respond-async; monitor}. An empty value of
   * either is as none (section 2).
   *
   * @param fields the lines of {@code Prefer}; null when there is none
   */
  public static boolean monitor(List<String> fields) {
    return fields != null
        && first(fields, RESPOND_ASYNC)
            .filter(preference -> isPlain(preference.get(0)))
            .filter(
                preference ->
                    preference.stream()
                        .skip(1)
                        .filter(parameter -> isNamed(parameter, "monitor"))
                        .findFirst()
                        .filter(Prefer::isPlain)
                        .isPresent())
            .isPresent();
  }

  /**
   * The first preference of a name, with its parameters. Of a repeated preference the first counts,
   * even a malformed one (section 2).
   */
  private static Optional<List<String>> first(List<String> fields, String name) {
    return fields.stream()
        .flatMap(field -> split(field, ',').stream())
        .map(preference -> split(preference, ';'))
        .filter(preference -> isNamed(preference.get(0), name))
        .findFirst();
  }

  private static boolean isNamed(String text, String name) {
    return split(text, '=').get(0).strip().equalsIgnoreCase(name);
  }

  /** Whether there is no value, or an empty one. */
  private static boolean isPlain(String text) {
    List<String> named = split(text, '=');
    return named.size() == 1 || named.size() == 2 && unquoted(named.get(1).strip()).isEmpty();
  }

  private static Duration capped(String seconds) {
    String digits = seconds.replaceFirst("^0+(?=.)", "");
    long wait = digits.length() > MAX_DIGITS ? Long.MAX_VALUE : Long.parseLong(digits);
    return Duration.ofSeconds(Math.min(wait, MAX_WAIT.toSeconds()));
  }

  /** A value may be a quoted string; both spellings mean the same (section 2). */
  private static String unquoted(String word) {
    return word.length() >= 2 && word.startsWith("\"") && word.endsWith("\"")
        ? word.substring(1, word.length() - 1).replaceAll("\\\\(.)", "$1")
        : word;
  }

  /** Splits at each separator outside of quoted strings. */
  private static List<String> split(String text, char separator) {
    List<String> parts = new ArrayList<>();
    boolean quoted = false;
    int begin = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (quoted && c == '\\') {
        i++;
      } else if (c == '"') {
        quoted = !quoted;
      } else if (c == separator && !quoted) {
        parts.add(text.substring(begin, i));
        begin = i + 1;
      }
    }
    parts.add(text.substring(begin));
    return parts;
  }
}
