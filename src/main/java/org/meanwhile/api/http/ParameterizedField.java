package org.meanwhile.api.http;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A field of a value and parameters, as {@code Content-Type} and {@code Content-Disposition} are
 * (RFC 9110, section 5.6.6).
 *
 * @param value in lower case
 * @param parameters by their names in lower case; of a quoted string what is between the quotes,
 *     with its backslashes
 */
public record ParameterizedField(String value, Map<String, String> parameters) {
  private static final String TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]+";

  private static final Pattern VALUE =
      Pattern.compile("\\s*(" + TOKEN + "(?:/" + TOKEN + ")?)[ \\t]*");

  /**
   * Values without quotes may have more characters than a token: many boundaries do. The
   * quantifiers are possessive, because each that can backtrack takes stack.
   */
  private static final Pattern PARAMETER =
      Pattern.compile(
          ";[ \\t]*+(?:(" + TOKEN + ")=(?:\"((?:[^\"\\\\]++|\\\\.)*+)\"|([^;\"]*+)))?+[ \\t]*+");

  /**
   * Reads a field.
   *
   * @param text null when the field is absent
   * @return empty when the field is absent or malformed, or has a parameter twice
   */
  public static Optional<ParameterizedField> read(String text) {
    Matcher value = VALUE.matcher(text == null ? "" : text);
    if (!value.lookingAt()) {
      return Optional.empty();
    }
    Map<String, String> parameters = new LinkedHashMap<>();
    Matcher parameter = PARAMETER.matcher(text);
    int at = value.end();
    while (at < text.length()) {
      if (!parameter.find(at) || parameter.start() != at) {
        return Optional.empty();
      }
      at = parameter.end();
      String name = parameter.group(1);
      if (name != null
          && parameters.put(name.toLowerCase(Locale.ROOT), written(parameter)) != null) {
        return Optional.empty();
      }
    }
    return Optional.of(
        new ParameterizedField(value.group(1).toLowerCase(Locale.ROOT), Map.copyOf(parameters)));
  }

  private static String written(Matcher parameter) {
    return parameter.group(2) != null ? parameter.group(2) : parameter.group(3).strip();
  }

  /** The parameter; empty when there is none. */
  public Optional<String> parameter(String name) {
    return Optional.ofNullable(parameters.get(name));
  }
}
