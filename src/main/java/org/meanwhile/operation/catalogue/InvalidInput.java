package org.meanwhile.operation.catalogue;

import java.util.List;

/** Thrown when an input breaks the rules of its operation; answered 400. */
public class InvalidInput extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient List<Violation> violations;

  /**
   * With the rules that the input breaks.
   *
   * @param violations at least one
   */
  public InvalidInput(List<Violation> violations) {
    super("the input is invalid: " + violations);
    this.violations = List.copyOf(violations);
  }

  /** The violations that were found, at most 100; unmodifiable. */
  public List<Violation> violations() {
    return violations;
  }
}
