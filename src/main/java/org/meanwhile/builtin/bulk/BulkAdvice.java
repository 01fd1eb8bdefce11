package org.meanwhile.builtin.bulk;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.meanwhile.job.read.JobLists;
import org.meanwhile.operation.catalogue.RequestAdvice;
import org.meanwhile.platform.Scope;

/** Tells how many jobs a filter finds, and who may name a caller in it. */
@ApplicationScoped
class BulkAdvice implements RequestAdvice {
  @Inject private JobLists lists;

  @Override
  public boolean isAllowed(Map<String, @Nullable Object> input, String caller, boolean operator) {
    return operator || !BulkInput.of(input).namesCaller();
  }

  @Override
  public Map<String, Long> preview(
      Map<String, @Nullable Object> input, String caller, boolean operator) {
    Scope scope = operator ? Scope.everyone() : Scope.of(caller);
    return Map.of("matches", lists.count(BulkInput.of(input).within(scope)));
  }
}
