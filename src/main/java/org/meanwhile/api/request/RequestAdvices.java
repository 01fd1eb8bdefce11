package org.meanwhile.api.request;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.Optional;
import org.meanwhile.operation.catalogue.RequestAdvice;
import org.meanwhile.platform.Scope;
import org.meanwhile.security.Caller;

/** Asks the advice of an operation, where there is one, for the caller of this thread's request. */
@ApplicationScoped
public class RequestAdvices {
  @Inject @Any private Instance<RequestAdvice> advices;
  @Inject private Caller caller;

  private Optional<RequestAdvice> of(String operation) {
    return advices.stream().filter(advice -> advice.operation().equals(operation)).findFirst();
  }

  boolean areAllowing(String operation, String input) {
    return of(operation)
        .map(advice -> advice.isAllowed(input, caller.name(), isOperator()))
        .orElse(true);
  }

  /** Empty when the operation has nothing to tell before it runs. */
  Optional<Map<String, Long>> preview(String operation, String input) {
    return of(operation).map(advice -> advice.preview(input, caller.name(), isOperator()));
  }

  private boolean isOperator() {
    return caller.scope().equals(Scope.everyone());
  }
}
