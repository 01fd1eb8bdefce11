package org.meanwhile.builtin.export;

import java.util.regex.Pattern;

/** JSON (RFC 8259) as text, on one line. */
final class JsonText {
  private static final Pattern LITERAL =
      Pattern.compile("true|false|-?(?:0|[1-9][0-9]*+)(?:\\.[0-9]++)?(?:[eE][+-]?[0-9]++)?");

  private JsonText() {}

  /**
   * A number with all its digits, or a boolean; what JSON does not know, such as NaN, is quoted.
   */
  static String literal(String value) {
    return LITERAL.matcher(value).matches() ? value : quoted(value);
  }

  static String quoted(String value) {
    return '"' + escaped(value) + '"';
  }

  /** The text between the quotes of a string; a piece of a longer text, too. */
  static String escaped(String value) {
    StringBuilder escaped = null;
    int copied = 0;
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c < ' ' || c == '"' || c == '\\') {
        escaped = escaped == null ? new StringBuilder(value.length() + 16) : escaped;
        escaped.append(value, copied, i);
        escaped.append(c < ' ' ? String.format("\\u%04x", (int) c) : "\\" + c);
        copied = i + 1;
      }
    }
    return escaped == null ? value : escaped.append(value, copied, value.length()).toString();
  }

  /**
   * A JSON value of the database on one line, otherwise as it is. Strings have no line ends inside
   * (section 7), so each line end is white space.
   */
  static String onOneLine(String json) {
    return json.replace('\n', ' ').replace('\r', ' ');
  }
}
