package org.meanwhile.bench;

/**
 * One line of the table.
 *
 * @param label the name of what was measured
 * @param baseline the name of what it is compared with; empty when it is not compared
 * @param theirs the samples of the baseline; null when there is none
 * @param goal null when there is none
 */
record Figure(String label, String unit, Samples ours, String baseline, Samples theirs, Goal goal) {

  /** The limit of a figure, or of its ratio to the baseline. */
  record Goal(boolean atLeast, double limit) {
    static Goal atLeast(double limit) {
      return new Goal(true, limit);
    }

    static Goal atMost(double limit) {
      return new Goal(false, limit);
    }

    boolean isReachedBy(double value) {
      return atLeast ? value >= limit : value <= limit;
    }

    @Override
    public String toString() {
      return (atLeast ? "≥ " : "≤ ") + Samples.number(limit);
    }
  }

  /** A figure that is compared with a baseline: its ratio is judged. */
  static Figure ratio(
      String label, String unit, Samples ours, String baseline, Samples theirs, Goal goal) {
    return new Figure(label, unit, ours, baseline, theirs, goal);
  }

  /** A figure without a baseline. */
  static Figure alone(String label, String unit, Samples ours, Goal goal) {
    return new Figure(label, unit, ours, "", null, goal);
  }

  private double value() {
    return theirs == null ? ours.median() : ours.median() / theirs.median();
  }

  /** Returns the figure as a row of a Markdown table. */
  String row() {
    return String.format(
        "| %s | %s %s | %s | %s | %s | %s |",
        label,
        ours,
        unit,
        theirs == null ? "" : baseline + ": " + theirs,
        theirs == null ? "" : Samples.number(value()) + "×",
        goal == null ? "" : goal + (theirs == null ? "" : "×"),
        goal == null ? "" : goal.isReachedBy(value()) ? "yes" : "**no**");
  }
}
