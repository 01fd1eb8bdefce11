package org.meanwhile.operation.catalogue;

import java.util.List;

/** An input that its operation does not take. */
public class InvalidInput extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient List<Violation> violations;

  /**
   * @param violations every fault that was found, at least one
   */
  public InvalidInput(List<Violation> violations) {
    super("the input has faults: " + violations);
    this.violations = List.copyOf(violations);
  }

  /** Every fault that was found, in the order of the input, at most 100. */
  public List<Violation> violations() {
    return violations;
  }
}
