package org.meanwhile.work;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Reasons to claim jobs before the next poll. Every signal may be lost: the poll finds the jobs all
 * the same. Thread-safe.
 */
@ApplicationScoped
public class ClaimSignals {
  private final Set<String> callers = ConcurrentHashMap.newKeySet();
  private volatile Runnable claimer = () -> {};

  /** Sets what {@link #wake} calls: the claimer's loop. */
  void onWake(Runnable wakeClaimer) {
    claimer = wakeClaimer;
  }

  /** A caller has a new job that is due. */
  void jobAccepted(String caller) {
    callers.add(caller);
    wake();
  }

  /** Returns the callers that had new jobs since the last call, and forgets them. */
  List<String> takeCallers() {
    List<String> taken = new ArrayList<>();
    callers.removeIf(taken::add);
    return taken;
  }

  /** There may be something to claim, or room for it. */
  void wake() {
    claimer.run();
  }
}
