package org.meanwhile.job.submit;

import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import java.util.function.Consumer;

/**
 * Does something at the end of a container transaction.
 *
 * @param action is told whether the transaction was committed
 */
record AfterCompletion(Consumer<Boolean> action) implements Synchronization {
  @Override
  public void beforeCompletion() {
    // The job is stored already.
  }

  @Override
  public void afterCompletion(int status) {
    action.accept(status == Status.STATUS_COMMITTED);
  }
}
