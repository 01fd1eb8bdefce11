package org.meanwhile.operation.catalogue;

import java.util.List;

/**
 * A CDI bean that offers operations without classes of their own, such as the programs that the
 * configuration names.
 */
public interface OperationSource {

  /**
   * The operations that the source offers. Called once, when the application starts.
   *
   * @throws RuntimeException to stop the start; its message tells in one line what to change
   */
  List<OfferedOperation> operations();
}
