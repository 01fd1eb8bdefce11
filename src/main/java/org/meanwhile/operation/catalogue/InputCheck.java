package org.meanwhile.operation.catalogue;

import java.util.List;
import java.util.Map;

/** What a JSON Schema cannot say about an input that it accepted. */
@FunctionalInterface
public interface InputCheck {

  /**
   * Looks at an input that its schema accepted, defaults filled in. Called by many threads.
   *
   * @return every fault; none when it is good
   */
  List<Violation> check(Map<String, Object> input);
}
