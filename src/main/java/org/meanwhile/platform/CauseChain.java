package org.meanwhile.platform;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Searches an exception and its causes. */
public final class CauseChain {
  /** Causes may form a circle, so the search has a limit. */
  private static final int MAX_DEPTH = 20;

  private CauseChain() {}

  /**
   * The first exception of a type, of the exception itself and its causes, of which at most 20 are
   * looked at.
   *
   * @param thrown null finds nothing
   */
  public static <T extends Throwable> Optional<T> find(@Nullable Throwable thrown, Class<T> type) {
    Throwable cause = thrown;
    for (int depth = 0; cause != null && depth < MAX_DEPTH; depth++) {
      if (type.isInstance(cause)) {
        return Optional.of(type.cast(cause));
      }
      cause = cause.getCause();
    }
    return Optional.empty();
  }
}
