package org.meanwhile.operation.catalogue;

import java.util.List;

/**
 * A CDI bean that offers operations which are no classes of their own, such as those that the
 * configuration names. Asked once, when the application starts.
 */
public interface OperationSource {

  /**
   * What it offers.
   *
   * @throws RuntimeException to stop the start; its message says in one line what to change
   */
  List<OfferedOperation> operations();
}
