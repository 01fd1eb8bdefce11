package org.meanwhile.builtin.export;

import java.util.function.UnaryOperator;

/**
 * Writes PostgreSQL's text of an array as a JSON array, nested as the array is. The bounds of an
 * array that does not begin at 1 ({@code [0:1]={a,b}}) are dropped.
 *
 * @see <a href="https://www.postgresql.org/docs/current/arrays.html#ARRAYS-IO">Array input and
 *     output</a>
 */
final class PostgresArray {
  private final String text;
  private final char delimiter;
  private final UnaryOperator<String> element;
  private final StringBuilder json = new StringBuilder();
  private int position;

  private PostgresArray(String text, char delimiter, UnaryOperator<String> element) {
    this.text = text;
    this.delimiter = delimiter;
    this.element = element;
    position = Math.max(text.indexOf('{'), 0);
  }

  /**
   * The array as JSON.
   *
   * @param delimiter what stands between elements: {@code ;} for boxes, {@code ,} for all others
   *     that PostgreSQL has
   * @param element writes one element's text as JSON
   */
  static String json(String text, char delimiter, UnaryOperator<String> element) {
    PostgresArray array = new PostgresArray(text, delimiter, element);
    while (array.position < text.length()) {
      array.step();
    }
    return array.json.toString();
  }

  private void step() {
    char c = text.charAt(position);
    if (c == '{' || c == '}') {
      json.append(c == '{' ? '[' : ']');
      position++;
    } else if (c == delimiter) {
      json.append(',');
      position++;
    } else if (c == '"') {
      json.append(element.apply(quoted()));
    } else {
      String plain = plain();
      json.append(plain.equals("NULL") ? "null" : element.apply(plain));
    }
  }

  private String quoted() {
    StringBuilder value = new StringBuilder();
    for (position++; text.charAt(position) != '"'; position++) {
      if (text.charAt(position) == '\\') {
        position++;
      }
      value.append(text.charAt(position));
    }
    position++;
    return value.toString();
  }

  private String plain() {
    int start = position;
    while (text.charAt(position) != delimiter && text.charAt(position) != '}') {
      position += text.charAt(position) == '\\' ? 2 : 1;
    }
    return text.substring(start, position);
  }
}
