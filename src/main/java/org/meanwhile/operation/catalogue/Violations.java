package org.meanwhile.operation.catalogue;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Collects the faults of one input. Each is told once, and no more than a reader would read. */
final class Violations {

  /** A list of a million wrong items must not become a million faults in an answer. */
  static final int MOST = 100;

  private final Set<Violation> found = new LinkedHashSet<>();
  private long count;

  void add(Pointer at, String detail) {
    count++;
    if (found.size() < MOST) {
      found.add(new Violation(at.text(), detail));
    }
  }

  /** How many were added, those not kept included: grows with each fault. */
  long count() {
    return count;
  }

  void throwIfAny() throws InvalidInput {
    if (!found.isEmpty()) {
      throw new InvalidInput(List.copyOf(found));
    }
  }
}
