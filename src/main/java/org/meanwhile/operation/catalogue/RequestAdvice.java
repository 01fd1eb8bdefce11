package org.meanwhile.operation.catalogue;

import java.util.Map;

/**
 * A CDI bean that knows more of the requests for one operation than its schema says: who may make
 * one, and what it would act on. Called in the thread of a request, with an input that is valid.
 */
public interface RequestAdvice {

  /** The name of the operation. */
  String operation();

  /**
   * Whether a caller may make this request.
   *
   * @param operator whether the caller is an operator
   */
  boolean isAllowed(String inputJson, String caller, boolean operator);

  /** What the request would act on now, as members of the answer to its validation. */
  Map<String, Long> preview(String inputJson, String caller, boolean operator);
}
