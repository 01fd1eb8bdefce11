package org.meanwhile.bench;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/** The samples of one value. Not thread-safe. */
final class Samples {
  private final List<Double> sorted = new ArrayList<>();

  Samples() {}

  Samples(List<Long> samples) {
    samples.forEach(sample -> sorted.add((double) sample));
    Collections.sort(sorted);
  }

  Samples add(double sample) {
    sorted.add(sample);
    Collections.sort(sorted);
    return this;
  }

  static Samples of(double single) {
    return new Samples().add(single);
  }

  boolean isEmpty() {
    return sorted.isEmpty();
  }

  double median() {
    int middle = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(middle)
        : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
  }

  /**
   * Returns the smallest sample that at least this part of all samples does not exceed.
   *
   * @param part from 0 to 1; 0.99 is the 99th percentile
   */
  double percentile(double part) {
    return sorted.get((int) Math.min(sorted.size() - 1L, (long) Math.ceil(sorted.size() * part)));
  }

  /** The median, and the range of the samples. */
  @Override
  public String toString() {
    String median = number(median());
    return sorted.size() == 1
        ? median
        : median + " (" + number(sorted.get(0)) + "–" + number(sorted.get(sorted.size() - 1)) + ")";
  }

  static String number(double value) {
    String format = value >= 100 ? "%,.0f" : value >= 10 ? "%.1f" : value >= 0.1 ? "%.2f" : "%.4f";
    return String.format(Locale.ROOT, format, value);
  }
}
