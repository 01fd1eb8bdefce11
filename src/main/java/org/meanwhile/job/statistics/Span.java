package org.meanwhile.job.statistics;

import java.time.Duration;
import java.time.Instant;

/** The lengths of time of which figures are kept. */
public enum Span {
  MINUTE(Duration.ofMinutes(1), 60),
  HOUR(Duration.ofHours(1), 30 * 24);

  private final Duration length;
  private final int kept;

  Span(Duration length, int kept) {
    this.length = length;
    this.kept = kept;
  }

  public Duration length() {
    return length;
  }

  /** How many of them are told, the current one among them. */
  public int kept() {
    return kept;
  }

  /** How many of them were over at an instant, since the epoch. */
  long of(Instant at) {
    return at.getEpochSecond() / length.toSeconds();
  }

  Instant begin(long epoch) {
    return Instant.ofEpochSecond(epoch * length.toSeconds());
  }
}
