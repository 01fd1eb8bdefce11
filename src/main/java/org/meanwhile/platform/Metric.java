package org.meanwhile.platform;

import java.util.Map;
import java.util.TreeMap;

/**
 * What is measured.
 *
 * @param name in lower case with underscores, without its unit
 * @param unit {@value #NONE}, {@value #SECONDS} or {@value #BYTES}
 * @param tags the values that tell this series from others of the same name
 */
public record Metric(String name, String description, String unit, Map<String, String> tags) {
  static final String NONE = "none";
  static final String SECONDS = "seconds";
  static final String BYTES = "bytes";

  public static Metric of(String name, String description) {
    return new Metric(name, description, NONE, Map.of());
  }

  public Metric inSeconds() {
    return new Metric(name, description, SECONDS, tags);
  }

  public Metric inBytes() {
    return new Metric(name, description, BYTES, tags);
  }

  /** The series with another tag. */
  public Metric with(String tag, String value) {
    Map<String, String> more = new TreeMap<>(tags);
    more.put(tag, value);
    return new Metric(name, description, unit, Map.copyOf(more));
  }
}
