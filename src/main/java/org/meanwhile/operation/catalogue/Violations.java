package org.meanwhile.operation.catalogue;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Collects the violations of one input: each once, and at most 100. For one thread. */
final class Violations {

  /** A list with a million bad items must not become an answer with a million errors. */
  static final int MAX_KEPT = 100;

  private final Set<Violation> found = new LinkedHashSet<>();
  private long count;

  void add(Pointer at, String detail) {
    count++;
    if (found.size() < MAX_KEPT) {
      found.add(new Violation(at.text(), detail));
    }
  }

  /** How many violations were added, including repeated ones and those beyond 100. */
  long count() {
    return count;
  }

  void throwIfAny() throws InvalidInput {
    if (!found.isEmpty()) {
      throw new InvalidInput(List.copyOf(found));
    }
  }
}
