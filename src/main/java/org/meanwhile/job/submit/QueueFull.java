package org.meanwhile.job.submit;

import jakarta.ejb.ApplicationException;
import java.time.Duration;

/** Thrown when {@code meanwhile.queue.max-waiting} jobs wait; answered 503. */
@ApplicationException(rollback = true)
public class QueueFull extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Duration retryAfter;

  QueueFull(Duration retryAfter) {
    this.retryAfter = retryAfter;
  }

  /** The estimated time until there is room. */
  public Duration retryAfter() {
    return retryAfter;
  }
}
