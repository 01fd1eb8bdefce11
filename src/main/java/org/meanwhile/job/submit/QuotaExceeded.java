package org.meanwhile.job.submit;

import jakarta.ejb.ApplicationException;
import java.time.Duration;

/** Thrown when a caller has used up one of its quotas; answered 429. */
@ApplicationException(rollback = true)
public class QuotaExceeded extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public enum Quota {
    /** {@code meanwhile.caller.max-unfinished-jobs}. */
    UNFINISHED,
    /** {@code meanwhile.caller.max-bytes}, of outputs and files. */
    BYTES,
    /** {@code meanwhile.caller.submits-per-minute}. */
    SUBMITS
  }

  private final Quota quota;
  private final Duration retryAfter;

  QuotaExceeded(Quota quota, Duration retryAfter) {
    this.quota = quota;
    this.retryAfter = retryAfter;
  }

  public Quota quota() {
    return quota;
  }

  /** The estimated time until there is room. */
  public Duration retryAfter() {
    return retryAfter;
  }
}
