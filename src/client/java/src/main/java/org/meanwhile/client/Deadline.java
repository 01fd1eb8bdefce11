package org.meanwhile.client;

import java.io.IOException;
import java.time.Duration;

/** Until when a caller waits. */
final class Deadline {
  private static final Duration FOR_EVER = Duration.ofDays(365_000);

  static final Deadline NONE = new Deadline(null);

  private final long start = System.nanoTime();
  private final Duration limit;

  private Deadline(Duration limit) {
    this.limit = limit;
  }

  static Deadline after(Duration limit) {
    return new Deadline(limit);
  }

  /** How much is left; zero or less when it has passed. */
  Duration left() {
    return limit == null ? FOR_EVER : limit.minusNanos(System.nanoTime() - start);
  }

  /** There was no good answer before the deadline. */
  static final class Passed extends IOException {
    private static final long serialVersionUID = 1;

    Passed(IOException cause) {
      super("no answer in time", cause);
    }
  }
}
