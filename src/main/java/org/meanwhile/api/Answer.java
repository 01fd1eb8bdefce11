package org.meanwhile.api;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The answer of a resource: one that is there, or one that is held. */
final class Answer {
  private Answer() {}

  /**
   * As the stage that the resource's method declares. Jersey looks at what a method returns,
   * RESTEasy and CXF at what it declares: a stage behind {@code Object} is JSON to them.
   *
   * @param answer a {@code Response}, or a {@code CompletionStage} of one
   */
  @SuppressWarnings("unchecked")
  static CompletionStage<Object> of(Object answer) {
    return answer instanceof CompletionStage<?> held
        ? (CompletionStage<Object>) held
        : CompletableFuture.completedFuture(answer);
  }
}
