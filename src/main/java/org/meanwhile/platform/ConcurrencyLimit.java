package org.meanwhile.api.http;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** How many of something there may be at a time, in all and for each caller. Safe for threads. */
public final class ConcurrencyLimit {
  private final int most;
  private final int mostOfCaller;
  private final AtomicInteger all = new AtomicInteger();
  private final Map<String, Integer> ofCallers = new ConcurrentHashMap<>();

  /** Whether there is room for one more, and if not, whose fault that is. */
  public enum Entry {
    GRANTED,
    CALLER_HAS_ENOUGH,
    FULL
  }

  public ConcurrencyLimit(int most, int mostOfCaller) {
    this.most = most;
    this.mostOfCaller = mostOfCaller;
  }

  /** Takes a place when there is one. Who gets it gives it back by {@link #leave}. */
  public Entry enter(String caller) {
    if (all.incrementAndGet() > most) {
      all.decrementAndGet();
      return Entry.FULL;
    }
    if (ofCallers.merge(caller, 1, Integer::sum) > mostOfCaller) {
      leave(caller);
      return Entry.CALLER_HAS_ENOUGH;
    }
    return Entry.GRANTED;
  }

  /** How many places are taken. */
  public int taken() {
    return all.get();
  }

  /** Gives a place back. */
  public void leave(String caller) {
    all.decrementAndGet();
    ofCallers.computeIfPresent(caller, (name, count) -> count == 1 ? null : count - 1);
  }
}
