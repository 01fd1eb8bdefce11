package org.meanwhile.operation.catalogue;

import java.util.Set;

/**
 * A CDI bean that decides which operations this node offers, whoever asks. An operation that one
 * filter leaves out is not in the {@link Catalogue}: it can neither be requested nor claimed here.
 */
public interface OperationFilter {

  /**
   * Selects the operations that are offered. Called once, when the application starts.
   *
   * @param available the names of the operations that this node has
   * @throws RuntimeException to stop the start; its message tells in one line what to change
   */
  Set<String> offered(Set<String> available);
}
