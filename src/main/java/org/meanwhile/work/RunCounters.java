package org.meanwhile.work;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Counts the runs of this node, and wakes the claimer when few are left. A run is unfinished from
 * its claim until its thread is done with it, and unstored from then until its result stands in the
 * database. Thread-safe.
 */
@ApplicationScoped
public class RunCounters {
  /** How many runs the average duration reaches back. */
  private static final long AVERAGED_RUNS = 16;

  private final Map<String, AtomicInteger> unfinishedByOperation = new ConcurrentHashMap<>();
  private final Map<String, Integer> unfinishedByCaller = new ConcurrentHashMap<>();
  private final Map<OfCaller, Integer> unfinishedByBoth = new ConcurrentHashMap<>();
  private final AtomicInteger unfinished = new AtomicInteger();
  private final AtomicInteger held = new AtomicInteger();
  private final AtomicLong finished = new AtomicLong();
  private volatile long meanNanos;
  private volatile int wakeAt = Integer.MAX_VALUE;
  private ClaimSignals signals;

  private record OfCaller(String operation, String caller) {}

  /** For the container's proxy. */
  protected RunCounters() {}

  @Inject
  RunCounters(ClaimSignals signals) {
    this.signals = signals;
  }

  void claimed(String operation, String caller) {
    held.incrementAndGet();
    byOperation(operation).incrementAndGet();
    unfinishedByCaller.merge(caller, 1, Integer::sum);
    unfinishedByBoth.merge(new OfCaller(operation, caller), 1, Integer::sum);
    unfinished.incrementAndGet();
  }

  /** The operation's code of a run has returned after this time. */
  void ran(Duration time) {
    finished.incrementAndGet();
    // Threads may overwrite each other's update: the value is an average, and stays close to it.
    meanNanos += (time.toNanos() - meanNanos) / AVERAGED_RUNS;
  }

  /** A run needs no slot any more: it has run, or will not. */
  void released(String operation, String caller) {
    byOperation(operation).decrementAndGet();
    unfinishedByCaller.computeIfPresent(caller, (name, count) -> count == 1 ? null : count - 1);
    unfinishedByBoth.computeIfPresent(
        new OfCaller(operation, caller), (both, count) -> count == 1 ? null : count - 1);
    if (unfinished.decrementAndGet() <= wakeAt) {
      signals.wake();
    }
  }

  /** A run's result stands in the database, or never will. */
  void stored() {
    held.decrementAndGet();
    // Too many results that are not stored yet keep the claimer from claiming.
    if (unfinished.get() <= wakeAt) {
      signals.wake();
    }
  }

  /**
   * From now on a run that is finished wakes the claimer only when this many are unfinished, or
   * fewer.
   */
  void wakeAt(int unfinishedRuns) {
    wakeAt = unfinishedRuns;
  }

  /** How many runs wait here for a slot, or have one. */
  int unfinished() {
    return unfinished.get();
  }

  int unfinishedOf(String operation) {
    return byOperation(operation).get();
  }

  int unfinishedOfCaller(String caller) {
    return unfinishedByCaller.getOrDefault(caller, 0);
  }

  int unfinishedOf(String operation, String caller) {
    return unfinishedByBoth.getOrDefault(new OfCaller(operation, caller), 0);
  }

  /** How many runs are finished while their results are not stored yet. */
  int unstored() {
    return held.get() - unfinished.get();
  }

  /** How many runs the operations' code has returned from since this node started. */
  long finished() {
    return finished.get();
  }

  /** How long recent runs took on average; 0 before the first. */
  long meanNanos() {
    return meanNanos;
  }

  private AtomicInteger byOperation(String operation) {
    return unfinishedByOperation.computeIfAbsent(operation, name -> new AtomicInteger());
  }
}
