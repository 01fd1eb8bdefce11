package org.meanwhile.platform;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A limit on what happens at a time, in all and for each caller. Neither method blocks; safe for
 * many threads.
 */
public final class ConcurrencyLimit {
  private final int limit;
  private final int callerLimit;
  private final AtomicInteger inUse = new AtomicInteger();
  private final Map<String, Integer> inUseByCaller = new ConcurrentHashMap<>();

  /** The result of {@link #tryAcquire}. */
  public enum Permit {
    GRANTED,
    CALLER_LIMIT_REACHED,
    LIMIT_REACHED
  }

  /**
   * @param limit how many permits there are in all
   * @param callerLimit how many of them one caller may hold
   */
  public ConcurrencyLimit(int limit, int callerLimit) {
    this.limit = limit;
    this.callerLimit = callerLimit;
  }

  /** Acquires a permit if there is one; a granted one is given back by {@link #release}. */
  public Permit tryAcquire(String caller) {
    return tryAcquire(caller, callerLimit);
  }

  /** Like {@link #tryAcquire(String)}, for a caller with a limit of its own. */
  public Permit tryAcquire(String caller, int callerLimit) {
    // A refused request counts nowhere, not even for a moment: else those who are refused all the
    // time would take the last permits of others.
    AtomicBoolean granted = new AtomicBoolean();
    inUseByCaller.compute(
        caller,
        (name, count) -> {
          int held = count == null ? 0 : count;
          granted.set(held < callerLimit);
          return granted.get() ? Integer.valueOf(held + 1) : count;
        });
    if (!granted.get()) {
      return inUse.get() >= limit ? Permit.LIMIT_REACHED : Permit.CALLER_LIMIT_REACHED;
    }
    if (inUse.getAndUpdate(count -> Math.min(limit, count + 1)) >= limit) {
      releaseCaller(caller);
      return Permit.LIMIT_REACHED;
    }
    return Permit.GRANTED;
  }

  /** How many permits are held now. */
  public int inUse() {
    return inUse.get();
  }

  /** Gives a permit back; once for each that was granted. */
  public void release(String caller) {
    inUse.decrementAndGet();
    releaseCaller(caller);
  }

  private void releaseCaller(String caller) {
    inUseByCaller.computeIfPresent(caller, (name, count) -> count == 1 ? null : count - 1);
  }
}
