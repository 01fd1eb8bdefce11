package org.meanwhile.builtin.bulk;

import java.time.Duration;

/** Thrown when a quota or the queue leaves no room for a new job now. */
class NoRoom extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String code;
  private final Duration retryAfter;

  NoRoom(String code, String detail, Duration retryAfter) {
    super(detail);
    this.code = code;
    this.retryAfter = retryAfter;
  }

  /** As the type of a problem has it. */
  String code() {
    return code;
  }

  /** The estimated time until there is room. */
  Duration retryAfter() {
    return retryAfter;
  }
}
