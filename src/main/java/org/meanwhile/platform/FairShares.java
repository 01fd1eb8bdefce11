package org.meanwhile.platform;

import java.time.Duration;
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

/**
 * Decides whose jobs or deliveries are claimed next. Each free place goes to the caller that has
 * taken the fewest here, and of several such callers to the one that was served longest ago. So no
 * caller waits for all that another caller has waiting, and a caller that is alone gets every place
 * that it may take. For one thread.
 *
 * <p>It learns of callers from events of this node, from a periodic query, and from recent claims.
 * A caller that had less than its share pauses while other callers have more, for 20 ms at first
 * and for up to 1 s when that repeats. A caller whose claims are {@linkplain #took costly} rests so
 * long that these take a twentieth of the time.
 */
public final class FairShares {
  /** Each caller costs a statement; callers beyond this many have their turn at the next claim. */
  private static final int MAX_CALLERS_PER_CLAIM = 16;

  private static final int MAX_KNOWN_CALLERS = 10_000;
  private static final long FORGET_AFTER_NANOS = TimeUnit.SECONDS.toNanos(2);
  private static final long SHORTEST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
  private static final long LONGEST_PAUSE_NANOS = TimeUnit.SECONDS.toNanos(1);

  /** A claim that takes no longer than this, and as long again for each item, is cheap. */
  private static final long CHEAP_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

  private static final int COST_FACTOR = 20;

  private static final class KnownCaller {
    private final String name;
    private long seenNanos;
    private long servedAtClaim;
    private long pauseNanos;
    private long pausesUntilNanos;
    private int costlyInARow;
    private long restsUntilNanos;

    private KnownCaller(String name) {
      this.name = name;
    }

    private boolean pauses(long now) {
      return rests(now) || pauseNanos > 0 && pausesUntilNanos - now > 0;
    }

    private boolean rests(long now) {
      return costlyInARow > 1 && restsUntilNanos - now > 0;
    }
  }

  /**
   * The share of a caller in a claim.
   *
   * @param most how many of its items are claimed at most; 1 or more
   */
  public record Share(String caller, int most) {}

  private record Candidate(KnownCaller caller, int inUse, int free, int granted) {
    private Candidate oneMore() {
      return new Candidate(caller, inUse, free, granted + 1);
    }
  }

  private static final Comparator<Candidate> FEWEST_IN_USE_FIRST =
      Comparator.<Candidate>comparingInt(candidate -> candidate.inUse() + candidate.granted())
          .thenComparingLong(candidate -> candidate.caller().servedAtClaim);

  private final Map<String, KnownCaller> known = new HashMap<>();
  private final Set<String> newCallers = new LinkedHashSet<>();
  private final ToIntFunction<String> inUse;
  private final ToIntFunction<String> free;
  private final LongSupplier nanoTime;
  private long claims;

  /**
   * Shares among callers of whom none is known yet.
   *
   * @param inUse how many places a caller has taken here
   * @param free how many more it may take; 0 or less for none
   */
  public FairShares(
      ToIntFunction<String> inUse, ToIntFunction<String> free, LongSupplier nanoTime) {
    this.inUse = inUse;
    this.free = free;
    this.nanoTime = nanoTime;
  }

  /** A caller has a new item, which may be due: its pause ends. */
  public void jobAccepted(String caller) {
    KnownCaller before = known.get(caller);
    if (before != null) {
      before.pauseNanos = 0;
    }
    remember(caller, nanoTime.getAsLong());
  }

  /** These callers have items that wait and are due. Callers not heard of for 2 s are forgotten. */
  public void jobsWaiting(Collection<String> callers) {
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
    if (inUse.applyAsInt(name) == 0 && !caller.pauses(now)) {
      newCallers.add(name);
    }
    caller.seenNanos = now;
  }

  /** Whether a caller has taken no place here and no claim was made for it yet. */
  public boolean hasNewCaller() {
    return !newCallers.isEmpty();
  }

  /**
   * Divides free places among callers. The outcome of the claim must be {@linkplain #claimed
   * recorded}.
   *
   * @return how much of which callers to claim, in all no more than the free places
   */
  public List<Share> divide(int freeSlots) {
    long now = nanoTime.getAsLong();
    List<KnownCaller> callers = withFewestInUse(freeSlots, caller -> !caller.pauses(now));
    if (callers.isEmpty()) {
      callers = withFewestInUse(freeSlots, caller -> !caller.rests(now));
    }
    claims++;
    for (KnownCaller caller : callers) {
      newCallers.remove(caller.name);
      caller.servedAtClaim = claims;
    }
    return divide(freeSlots, callers);
  }

  private List<KnownCaller> withFewestInUse(int freeSlots, Predicate<KnownCaller> wanted) {
    return known.values().stream()
        .filter(wanted)
        .map(this::candidate)
        .filter(candidate -> candidate.free() > 0)
        .sorted(FEWEST_IN_USE_FIRST)
        .limit(Math.min(freeSlots, MAX_CALLERS_PER_CLAIM))
        .map(Candidate::caller)
        .toList();
  }

  private Candidate candidate(KnownCaller caller) {
    return new Candidate(caller, inUse.applyAsInt(caller.name), free.applyAsInt(caller.name), 0);
  }

  /** Slot by slot; a single caller gets all of them at once. */
  private List<Share> divide(int freeSlots, List<KnownCaller> callers) {
    if (callers.size() == 1) {
      String only = callers.get(0).name;
      return List.of(new Share(only, Math.min(freeSlots, free.applyAsInt(only))));
    }
    PriorityQueue<Candidate> next = new PriorityQueue<>(FEWEST_IN_USE_FIRST);
    callers.forEach(caller -> next.add(candidate(caller)));
    Map<String, Integer> granted = new LinkedHashMap<>();
    for (int left = freeSlots; left > 0 && !next.isEmpty(); left--) {
      Candidate fewest = next.remove();
      granted.merge(fewest.caller().name, 1, Integer::sum);
      if (fewest.granted() + 1 < fewest.free()) {
        next.add(fewest.oneMore());
      }
    }
    List<Share> shares = new ArrayList<>();
    granted.forEach((caller, most) -> shares.add(new Share(caller, most)));
    return shares;
  }

  /**
   * Tells what a claim for a caller cost. One that passes over many items that cannot be claimed
   * now takes long however little it finds. After the second such claim in a row the caller rests
   * for 20 × as long, for 5 s at most, whatever items it gets meanwhile.
   *
   * @param found how many items it found
   */
  public void took(String caller, long nanos, int found) {
    KnownCaller slow = known.get(caller);
    if (slow == null) {
      return;
    }
    if (nanos <= CHEAP_NANOS * (1 + found)) {
      slow.costlyInARow = 0;
    } else if (++slow.costlyInARow > 1) {
      newCallers.remove(caller);
      slow.restsUntilNanos =
          nanoTime.getAsLong() + Loop.restNanos(nanos, Duration.ZERO, COST_FACTOR);
    }
  }

  /**
   * Records the outcome of a claim; what was claimed is counted as in use by now.
   *
   * @param claimedOf the caller of each claimed item
   * @return whether some callers may have more that waits
   */
  public boolean claimed(List<Share> shares, Collection<String> claimedOf) {
    long now = nanoTime.getAsLong();
    Map<String, Integer> counts = new HashMap<>();
    claimedOf.forEach(caller -> counts.merge(caller, 1, Integer::sum));
    for (Share share : shares) {
      KnownCaller caller = known.get(share.caller());
      if (caller != null) {
        record(caller, counts.getOrDefault(share.caller(), 0), share.most(), now);
      }
    }
    // Callers without a run here are claimed for first. When they have no waiting job either, it is
    // the other callers' turn at once.
    return known.values().stream()
        .anyMatch(caller -> !caller.pauses(now) && free.applyAsInt(caller.name) > 0);
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
