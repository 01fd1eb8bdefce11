package org.meanwhile.api.request;

import java.util.List;
import java.util.Optional;
import org.meanwhile.job.Dependency;
import org.meanwhile.operation.catalogue.OfferedOperation;
import org.meanwhile.operation.catalogue.Violation;

/** Which jobs may ask for what others like them have made. */
final class ReuseRule {
  static final String POINTER = "/reuse";

  private ReuseRule() {}

  /**
   * Why such a request for a job is refused; empty when it is not.
   *
   * @param input has been validated
   * @param isMember whether the job is to be a member of a group
   */
  static Optional<Violation> violation(
      OfferedOperation operation, String input, List<Dependency> after, boolean isMember) {
    if (isMember) {
      return refused("is not for a member of a group: each runs itself");
    }
    if (!operation.repeatable()) {
      return refused("is only for operations that are repeatable, as the catalogue says");
    }
    if (!after.isEmpty()) {
      return refused("cannot be there beside after, or a file that is the output of another job");
    }
    return operation.canonicalInput(input).isEmpty()
        ? refused(
            "cannot be there beside a number that no double of IEEE 754 holds: by RFC 8785 it is a"
                + " string")
        : Optional.empty();
  }

  private static Optional<Violation> refused(String detail) {
    return Optional.of(new Violation(POINTER, detail));
  }
}
