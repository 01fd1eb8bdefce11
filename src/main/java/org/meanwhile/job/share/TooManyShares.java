package org.meanwhile.job.share;

import java.time.Duration;

/** Thrown when an output has {@code meanwhile.shares.max} shares; answered 429. */
public class TooManyShares extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Duration untilOneEnds;

  TooManyShares(Duration untilOneEnds) {
    super(null, null, false, false);
    this.untilOneEnds = untilOneEnds;
  }

  /** The time until the first of them ends by itself. */
  public Duration untilOneEnds() {
    return untilOneEnds;
  }
}
