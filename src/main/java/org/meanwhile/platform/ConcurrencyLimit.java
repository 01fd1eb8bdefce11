package org.meanwhile.platform;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
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
    if (inUse.incrementAndGet() > limit) {
      inUse.decrementAndGet();
      return Permit.LIMIT_REACHED;
    }
    if (inUseByCaller.merge(caller, 1, Integer::sum) > callerLimit) {
      release(caller);
      return Permit.CALLER_LIMIT_REACHED;
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
    inUseByCaller.computeIfPresent(caller, (name, count) -> count == 1 ? null : count - 1);
  }
}
