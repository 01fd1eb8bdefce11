package org.meanwhile.operation.catalogue;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Checks an input beyond its JSON Schema, for rules that a schema cannot express. */
@FunctionalInterface
public interface InputCheck {

  /**
   * Checks an input that its schema accepted, with defaults filled in. Called by many threads.
   *
   * @param input unmodifiable, with values as {@link OfferedOperation#of(OperationInfo, String,
   *     InputCheck, org.meanwhile.operation.Operation)} lists them
   * @return every violation; empty when the input is valid
   */
  List<Violation> check(Map<String, @Nullable Object> input);
}
