package org.meanwhile.job;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The stored form of labels: a line {@code key:value} for each, sorted, with a line break before
 * the first. A search for one label is then the same exact search for a text on each database,
 * which it would not be with JSON.
 */
public final class Labels {
  private Labels() {}

  static String write(Map<String, String> labels) {
    return labels.isEmpty()
        ? ""
        : new TreeMap<>(labels)
            .entrySet().stream()
                .map(e -> e.getKey() + ":" + e.getValue())
                .collect(Collectors.joining("\n", "\n", "\n"));
  }

  static Map<String, String> read(String lines) {
    Map<String, String> labels = new TreeMap<>();
    lines
        .lines()
        .filter(line -> !line.isEmpty())
        .forEach(
            line -> {
              int colon = line.indexOf(':');
              labels.put(line.substring(0, colon), line.substring(colon + 1));
            });
    return labels;
  }

  /**
   * A LIKE pattern that matches jobs with this label; its escape character is the backslash, which
   * both databases take without an ESCAPE clause.
   */
  public static String pattern(String key, String value) {
    return "%\n" + (key + ":" + value).replaceAll("([\\\\%_])", "\\\\$1") + "\n%";
  }
}
