package org.meanwhile.job.share;

import java.time.Duration;

/** An output is shared as often as it may be. */
public class TooManyShares extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Duration untilOneEnds;

  TooManyShares(Duration untilOneEnds) {
    super(null, null, false, false);
    this.untilOneEnds = untilOneEnds;
  }

  /** When the first of them ends by itself. */
  public Duration untilOneEnds() {
    return untilOneEnds;
  }
}
