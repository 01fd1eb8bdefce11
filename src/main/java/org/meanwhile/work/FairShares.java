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
import java.util.stream.Collectors;
import org.meanwhile.job.run.ClaimedJob;
import org.meanwhile.job.run.Claims.Share;

/**
 * Whose jobs are claimed next: each place goes to the caller that has the fewest runs here, and of
 * several to the one that was served longest ago. So nobody waits for all that another has waiting,
 * and a caller that is alone has everything. For one thread.
 *
 * <p>Callers are known by hints of this node, by what the database is asked for now and then, and
 * by what was claimed for them lately. One that had less than its share is left alone for a moment
 * while others have more, and for longer each time.
 */
final class FairShares {
  /** Each costs a statement; the others have their turn at the next claim. */
  private static final int MOST_ASKED = 16;

  private static final int MOST_KNOWN = 10_000;
  private static final long LINGER_NANOS = TimeUnit.SECONDS.toNanos(2);
  private static final long SHORTEST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
  private static final long LONGEST_PAUSE_NANOS = TimeUnit.SECONDS.toNanos(1);

  private static final class Known {
    private final String caller;
    private long seenNanos;
    private long servedTurn;
    private long pauseNanos;
    private long pausesUntilNanos;

    private Known(String caller) {
      this.caller = caller;
    }

    private boolean pauses(long now) {
      return pauseNanos > 0 && pausesUntilNanos - now > 0;
    }
  }

  private record Asked(Known known, int load, int given) {}

  private static final Comparator<Asked> FEWEST_FIRST =
      Comparator.<Asked>comparingInt(asked -> asked.load() + asked.given())
          .thenComparingLong(asked -> asked.known().servedTurn);

  private final Map<String, Known> known = new HashMap<>();
  private final Set<String> newcomers = new LinkedHashSet<>();
  private final ToIntFunction<String> load;
  private final int mostOfCaller;
  private final LongSupplier nanoTime;
  private long turn;

  /**
   * @param load how many runs of a caller are here
   * @param mostOfCaller how many there may be
   */
  FairShares(ToIntFunction<String> load, int mostOfCaller, LongSupplier nanoTime) {
    this.load = load;
    this.mostOfCaller = mostOfCaller;
    this.nanoTime = nanoTime;
  }

  /** A caller has one more job, which may be due. */
  void hint(String caller) {
    Known before = known.get(caller);
    if (before != null) {
      before.pauseNanos = 0;
    }
    know(caller, nanoTime.getAsLong());
  }

  /** These callers have jobs that wait and are due; who was not heard of for long is forgotten. */
  void seen(Collection<String> callers) {
    long now = nanoTime.getAsLong();
    callers.forEach(caller -> know(caller, now));
    known.values().removeIf(one -> now - one.seenNanos > LINGER_NANOS);
    newcomers.retainAll(known.keySet());
  }

  private void know(String caller, long now) {
    if (known.size() >= MOST_KNOWN && !known.containsKey(caller)) {
      return;
    }
    Known one = known.computeIfAbsent(caller, Known::new);
    if (load.applyAsInt(caller) == 0 && !one.pauses(now)) {
      newcomers.add(caller);
    }
    one.seenNanos = now;
  }

  /** Whether there is somebody who has nothing here and was not asked for yet. */
  boolean somebodyIsNew() {
    return !newcomers.isEmpty();
  }

  /**
   * Whose jobs to claim; together no more than there is room for. What came of it must be
   * {@linkplain #claimed told}.
   */
  List<Share> share(int room) {
    long now = nanoTime.getAsLong();
    List<Known> asked = fewest(room, one -> !one.pauses(now));
    if (asked.isEmpty()) {
      asked = fewest(room, one -> true);
    }
    turn++;
    asked.forEach(one -> newcomers.remove(one.caller));
    asked.forEach(one -> one.servedTurn = turn);
    return divide(room, asked);
  }

  private List<Known> fewest(int room, Predicate<Known> wanted) {
    return known.values().stream()
        .filter(wanted)
        .map(one -> new Asked(one, load.applyAsInt(one.caller), 0))
        .filter(asked -> asked.load() < mostOfCaller)
        .sorted(FEWEST_FIRST)
        .limit(Math.min(room, MOST_ASKED))
        .map(Asked::known)
        .collect(Collectors.toList());
  }

  /** Place by place, but to one that is alone all at once. */
  private List<Share> divide(int room, List<Known> asked) {
    if (asked.size() == 1) {
      String only = asked.get(0).caller;
      return List.of(new Share(only, Math.min(room, mostOfCaller - load.applyAsInt(only))));
    }
    PriorityQueue<Asked> next = new PriorityQueue<>(FEWEST_FIRST);
    asked.forEach(one -> next.add(new Asked(one, load.applyAsInt(one.caller), 0)));
    Map<String, Integer> given = new LinkedHashMap<>();
    for (int left = room; left > 0 && !next.isEmpty(); left--) {
      Asked fewest = next.remove();
      given.merge(fewest.known().caller, 1, Integer::sum);
      if (fewest.load() + fewest.given() + 1 < mostOfCaller) {
        next.add(new Asked(fewest.known(), fewest.load(), fewest.given() + 1));
      }
    }
    List<Share> shares = new ArrayList<>();
    given.forEach((caller, most) -> shares.add(new Share(caller, most)));
    return shares;
  }

  /**
   * What a claim brought; the runs of those jobs are here by now.
   *
   * @return whether some callers may have more
   */
  boolean claimed(List<Share> shares, List<ClaimedJob> jobs) {
    long now = nanoTime.getAsLong();
    Map<String, Integer> counts = new HashMap<>();
    jobs.forEach(job -> counts.merge(job.caller(), 1, Integer::sum));
    for (Share share : shares) {
      Known one = known.get(share.caller());
      if (one != null) {
        remember(one, counts.getOrDefault(share.caller(), 0), share.most(), now);
      }
    }
    // Those who had nothing here were asked first: when they have nothing that waits either, it is
    // the others' turn at once.
    return known.values().stream()
        .anyMatch(one -> !one.pauses(now) && load.applyAsInt(one.caller) < mostOfCaller);
  }

  private static void remember(Known one, int count, int most, long now) {
    if (count > 0) {
      one.seenNanos = now;
    }
    if (count == most) {
      one.pauseNanos = 0;
    } else {
      long twice = count > 0 ? 0 : one.pauseNanos * 2;
      one.pauseNanos = Math.min(LONGEST_PAUSE_NANOS, Math.max(SHORTEST_PAUSE_NANOS, twice));
      one.pausesUntilNanos = now + one.pauseNanos;
    }
  }
}
