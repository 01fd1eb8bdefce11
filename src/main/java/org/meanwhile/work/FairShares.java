package org.meanwhile.work;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;
import org.meanwhile.job.run.ClaimedJob;
import org.meanwhile.job.run.Claims.Share;

/**
 * Decides whose jobs are claimed next. Each free slot goes to the caller with the fewest runs here,
 * and of several such callers to the one that was served longest ago. So no caller waits for all
 * that another caller has waiting, and a caller that is alone gets every slot. For one thread.
 *
 * <p>It learns of callers from events of this node, from a periodic query, and from recent claims.
 * A caller that had fewer jobs than its share pauses while other callers have more, for 20 ms at
 * first and for up to 1 s when that repeats.
 */
final class FairShares {
  /** Each caller costs a statement; callers beyond this many have their turn at the next claim. */
  private static final int MAX_CALLERS_PER_CLAIM = 16;

  private static final int MAX_KNOWN_CALLERS = 10_000;
  private static final long FORGET_AFTER_NANOS = TimeUnit.SECONDS.toNanos(2);
  private static final long SHORTEST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
  private static final long LONGEST_PAUSE_NANOS = TimeUnit.SECONDS.toNanos(1);

  private static final class KnownCaller {
    private final String name;
    private long seenNanos;
    private long servedAtClaim;
    private long pauseNanos;
    private long pausesUntilNanos;

    private KnownCaller(String name) {
      this.name = name;
    }

    private boolean pauses(long now) {
      return pauseNanos > 0 && pausesUntilNanos - now > 0;
    }
  }

  private record Candidate(KnownCaller caller, int runs, int granted) {}

  private static final Comparator<Candidate> FEWEST_RUNS_FIRST =
      Comparator.<Candidate>comparingInt(candidate -> candidate.runs() + candidate.granted())
          .thenComparingLong(candidate -> candidate.caller().servedAtClaim);

  private final Map<String, KnownCaller> known = new HashMap<>();
  private final Set<String> newCallers = new LinkedHashSet<>();
  private final ToIntFunction<String> runsOfCaller;
  private final int maxRunsOfCaller;
  private final LongSupplier nanoTime;
  private long claims;

  /**
   * Shares among callers of whom none is known yet.
   *
   * @param runsOfCaller how many unfinished runs of a caller are here
   * @param maxRunsOfCaller how many there may be
   */
  FairShares(ToIntFunction<String> runsOfCaller, int maxRunsOfCaller, LongSupplier nanoTime) {
    this.runsOfCaller = runsOfCaller;
    this.maxRunsOfCaller = maxRunsOfCaller;
    this.nanoTime = nanoTime;
  }

  /** A caller has a new job, which may be due: its pause ends. */
  void jobAccepted(String caller) {
    KnownCaller before = known.get(caller);
    if (before != null) {
      before.pauseNanos = 0;
    }
    remember(caller, nanoTime.getAsLong());
  }

  /** These callers have jobs that wait and are due. Callers not heard of for 2 s are forgotten. */
  void jobsWaiting(Collection<String> callers) {
    long now = nanoTime.getAsLong();
    callers.forEach(caller -> remember(caller, now));
    known.values().removeIf(caller -> now - caller.seenNanos > FORGET_AFTER_NANOS);
    newCallers.retainAll(known.keySet());
  }

  private void remember(String name, long now) {
    if (known.size() >= MAX_KNOWN_CALLERS && !known.containsKey(name)) {
      return;
    }
    KnownCaller caller = known.computeIfAbsent(name, KnownCaller::new);
    if (runsOfCaller.applyAsInt(name) == 0 && !caller.pauses(now)) {
      newCallers.add(name);
    }
    caller.seenNanos = now;
  }

  /** Whether a caller has no run here and no claim was made for it yet. */
  boolean hasNewCaller() {
    return !newCallers.isEmpty();
  }

  /**
   * Divides free slots among callers. The outcome of the claim must be {@linkplain #claimed
   * recorded}.
   *
   * @return how many jobs of which callers to claim, in all no more than the free slots
   */
  List<Share> divide(int freeSlots) {
    long now = nanoTime.getAsLong();
    List<KnownCaller> callers = withFewestRuns(freeSlots, caller -> !caller.pauses(now));
    if (callers.isEmpty()) {
      callers = withFewestRuns(freeSlots, caller -> true);
    }
    claims++;
    for (KnownCaller caller : callers) {
      newCallers.remove(caller.name);
      caller.servedAtClaim = claims;
    }
    return divide(freeSlots, callers);
  }

  private List<KnownCaller> withFewestRuns(int freeSlots, Predicate<KnownCaller> wanted) {
    return known.values().stream()
        .filter(wanted)
        .map(this::candidate)
        .filter(candidate -> candidate.runs() < maxRunsOfCaller)
        .sorted(FEWEST_RUNS_FIRST)
        .limit(Math.min(freeSlots, MAX_CALLERS_PER_CLAIM))
        .map(Candidate::caller)
        .toList();
  }

  private Candidate candidate(KnownCaller caller) {
    return new Candidate(caller, runsOfCaller.applyAsInt(caller.name), 0);
  }

  /** Slot by slot; a single caller gets all of them at once. */
  private List<Share> divide(int freeSlots, List<KnownCaller> callers) {
    if (callers.size() == 1) {
      String only = callers.get(0).name;
      int free = Math.min(freeSlots, maxRunsOfCaller - runsOfCaller.applyAsInt(only));
      return List.of(new Share(only, free));
    }
    PriorityQueue<Candidate> next = new PriorityQueue<>(FEWEST_RUNS_FIRST);
    callers.forEach(caller -> next.add(candidate(caller)));
    Map<String, Integer> granted = new LinkedHashMap<>();
    for (int left = freeSlots; left > 0 && !next.isEmpty(); left--) {
      Candidate fewest = next.remove();
      granted.merge(fewest.caller().name, 1, Integer::sum);
      if (fewest.runs() + fewest.granted() + 1 < maxRunsOfCaller) {
        next.add(new Candidate(fewest.caller(), fewest.runs(), fewest.granted() + 1));
      }
    }
    List<Share> shares = new ArrayList<>();
    granted.forEach((caller, most) -> shares.add(new Share(caller, most)));
    return shares;
  }

  /**
   * Records the outcome of a claim; the runs of the claimed jobs are counted by now.
   *
   * @return whether some callers may have more jobs that wait
   */
  boolean claimed(List<Share> shares, List<ClaimedJob> jobs) {
    long now = nanoTime.getAsLong();
    Map<String, Integer> counts = new HashMap<>();
    jobs.forEach(job -> counts.merge(job.caller(), 1, Integer::sum));
    for (Share share : shares) {
      KnownCaller caller = known.get(share.caller());
      if (caller != null) {
        record(caller, counts.getOrDefault(share.caller(), 0), share.most(), now);
      }
    }
    // Callers without a run here are claimed for first. When they have no waiting job either, it is
    // the other callers' turn at once.
    return known.values().stream()
        .anyMatch(
            caller ->
                !caller.pauses(now) && runsOfCaller.applyAsInt(caller.name) < maxRunsOfCaller);
  }

  private static void record(KnownCaller caller, int count, int most, long now) {
    if (count > 0) {
      caller.seenNanos = now;
    }
    if (count == most) {
      caller.pauseNanos = 0;
    } else {
      long doubled = count > 0 ? 0 : caller.pauseNanos * 2;
      caller.pauseNanos = Math.min(LONGEST_PAUSE_NANOS, Math.max(SHORTEST_PAUSE_NANOS, doubled));
      caller.pausesUntilNanos = now + caller.pauseNanos;
    }
  }
}
