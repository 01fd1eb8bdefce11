package org.meanwhile.job.submit;

import jakarta.ejb.ApplicationException;
import java.time.Duration;

/** As many jobs wait as may. */
@ApplicationException(rollback = true)
public class QueueFull extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Duration retryAfter;

  QueueFull(Duration retryAfter) {
    this.retryAfter = retryAfter;
  }

  /** When there may be room, as things go now. */
  public Duration retryAfter() {
    return retryAfter;
  }
}
