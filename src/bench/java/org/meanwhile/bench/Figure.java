package org.meanwhile.bench;

/**
 * One line of the table.
 *
 * @param against what it is held against; empty when the figure stands for itself
 * @param goal null where there is none
 */
record Figure(String what, String unit, Samples ours, String against, Samples theirs, Goal goal) {

  /** What a figure, or its ratio to what it is held against, must be. */
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

  /** A figure that is held against another. */
  static Figure ratio(
      String what, String unit, Samples ours, String against, Samples theirs, Goal goal) {
    return new Figure(what, unit, ours, against, theirs, goal);
  }

  /** A figure that stands for itself. */
  static Figure alone(String what, String unit, Samples ours, Goal goal) {
    return new Figure(what, unit, ours, "", null, goal);
  }

  private double judged() {
    return theirs == null ? ours.median() : ours.median() / theirs.median();
  }

  /** As a row of a Markdown table. */
  String row() {
    return String.format(
        "| %s | %s %s | %s | %s | %s | %s |",
        what,
        ours,
        unit,
        theirs == null ? "" : against + ": " + theirs,
        theirs == null ? "" : Samples.number(judged()) + "×",
        goal == null ? "" : goal + (theirs == null ? "" : "×"),
        goal == null ? "" : goal.isReachedBy(judged()) ? "yes" : "**no**");
  }
}
