package org.meanwhile.api.request;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.meanwhile.api.problem.Problem;
import org.meanwhile.api.problem.ProblemType;
import org.meanwhile.operation.catalogue.Violation;

/** Collects what is wrong with the members of a group. For one thread. */
final class MemberViolations {
  private static final int MAX = 100;
  private static final int BAD_REQUEST = 400;

  private final List<Violation> all = new ArrayList<>();
  private final Set<ProblemType> types = EnumSet.noneOf(ProblemType.class);

  /**
   * Checks one member.
   *
   * @throws Problem what the check throws that is no 400: it concerns the caller, not the member
   */
  void collect(MemberSource.Place place, Runnable check) {
    try {
      check.run();
    } catch (Problem e) {
      if (e.type().status() != BAD_REQUEST) {
        throw e;
      }
      types.add(e.type());
      List<Violation> errors =
          e.errors().isEmpty() ? List.of(new Violation("", e.getMessage())) : e.errors();
      errors.forEach(violation -> all.add(place.of(violation)));
    }
  }

  /** Whether no more are told. */
  boolean isFull() {
    return all.size() >= MAX;
  }

  /**
   * Does nothing when all members are valid.
   *
   * @throws Problem 400 of the type that all refusals have, else {@code invalid-request}
   */
  void throwIfAny() {
    if (all.isEmpty()) {
      return;
    }
    List<Violation> told = all.subList(0, Math.min(MAX, all.size()));
    if (types.equals(EnumSet.of(ProblemType.UNKNOWN_JOB_ASKED))
        || types.equals(EnumSet.of(ProblemType.UNKNOWN_OPERATION_ASKED))
        || types.equals(EnumSet.of(ProblemType.CALLBACK_REFUSED))) {
      throw Problem.refused(types.iterator().next(), told);
    }
    throw Problem.invalid(told);
  }
}
