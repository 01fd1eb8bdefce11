package org.meanwhile.operation.catalogue;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Knows more of the requests for an operation that acts on other jobs than its schema says: who may
 * make one, and what it would act on. Called in the thread of a request, with an input that is
 * valid.
 */
public interface RequestAdvice {

  /**
   * Whether a caller may make this request.
   *
   * @param caller the name of the caller
   * @param operator whether the caller is an operator
   */
  boolean isAllowed(Map<String, @Nullable Object> input, String caller, boolean operator);

  /** What the request would act on now, as members of the answer to its validation. */
  Map<String, Long> preview(Map<String, @Nullable Object> input, String caller, boolean operator);
}
