package org.meanwhile.job;

import java.text.Normalizer;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.meanwhile.database.LikePattern;

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

  public static Map<String, String> read(String lines) {
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

  /** A LIKE pattern that matches jobs with this label. */
  public static String pattern(String key, String value) {
    return LikePattern.containing("\n" + key + ":" + value + "\n");
  }

  /** A LIKE pattern that matches jobs with a label of this name. */
  public static String pattern(String key) {
    return LikePattern.containing("\n" + key + ":");
  }

  /**
   * A name or value in Unicode's normal form C, by which labels are stored and found. Unlike a
   * name, a value is often text from elsewhere: names of files come decomposed from some systems,
   * and nobody sees the difference.
   */
  public static String normalized(String text) {
    return Normalizer.normalize(text, Normalizer.Form.NFC);
  }
}
