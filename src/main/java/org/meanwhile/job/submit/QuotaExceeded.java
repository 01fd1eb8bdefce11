package org.meanwhile.job.submit;

import jakarta.ejb.ApplicationException;
import java.time.Duration;

/** A caller has as much of something as it may. */
@ApplicationException(rollback = true)
public class QuotaExceeded extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** What there is too much of. */
  public enum Quota {
    /** Jobs that have not ended. */
    UNFINISHED,
    /** Bytes of outputs and files. */
    BYTES,
    /** Jobs created within a minute. */
    SUBMITS
  }

  private final Quota quota;
  private final Duration retryAfter;

  QuotaExceeded(Quota quota, Duration retryAfter) {
    this.quota = quota;
    this.retryAfter = retryAfter;
  }

  /** Of what it has enough. */
  public Quota quota() {
    return quota;
  }

  /** When there may be room, as things go now. */
  public Duration retryAfter() {
    return retryAfter;
  }
}
