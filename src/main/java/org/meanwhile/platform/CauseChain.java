package org.meanwhile.platform;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Searches an exception and its causes. */
public final class CauseChain {
  /** Causes may form a circle, so the search has a limit. */
  private static final int MAX_DEPTH = 20;

  /** Drivers chain one exception for each statement of a batch. */
  private static final int MAX_FOUND = 100;

  private CauseChain() {}

  /**
   * All exceptions that belong to a failure, the nearest first: the exception itself, its causes,
   * what it suppressed, and the exceptions of a chain like that of {@code
   * java.sql.SQLException#getNextException}, which is iterable. Each stands once; at most 100.
   */
  public static List<Throwable> all(Throwable thrown) {
    Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    Deque<Throwable> left = new ArrayDeque<>(List.of(thrown));
    List<Throwable> found = new ArrayList<>();
    while (!left.isEmpty() && found.size() < MAX_FOUND) {
      Throwable next = left.remove();
      if (seen.add(next)) {
        found.add(next);
        left.addAll(neighbours(next));
      }
    }
    return found;
  }

  private static List<Throwable> neighbours(Throwable thrown) {
    List<Throwable> neighbours = new ArrayList<>(List.of(thrown.getSuppressed()));
    if (thrown.getCause() != null) {
      neighbours.add(0, thrown.getCause());
    }
    if (thrown instanceof Iterable<?> chain) {
      for (Object each : chain) {
        if (neighbours.size() >= MAX_FOUND) {
          break;
        }
        if (each instanceof Throwable chained) {
          neighbours.add(chained);
        }
      }
    }
    return neighbours;
  }

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
